import { Copy, Link2Off, ShieldAlert, SlidersHorizontal } from 'lucide-react'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { TUNNEL_KIND_FACTS } from '../../../shared/tunnel/tunnel-kind.ts'
import { AppBanner } from '../../ui/app-banner.tsx'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { formatListTime } from '../../ui/format-time.ts'
import { acknowledgeUrl, showTunnel } from '../tunnel/tunnel-actions.ts'

/** What about the public URL does not mend itself: the user has to do something. */
export function TunnelBanners({ engine }: { readonly engine: EngineState }) {
  const { tunnel, urlChanged } = engine
  return (
    <>
      {tunnel.kind === 'refused' && (
        <AppBanner
          tone="bad"
          icon={<ShieldAlert />}
          actions={
            <Button icon={<SlidersHorizontal />} onClick={() => showTunnel('settings')}>
              {tunnel.hostKey === null ? 'Change the settings' : 'Look at the key'}
            </Button>
          }
        >
          {TUNNEL_KIND_FACTS[tunnel.via].label} opened no public URL: {tunnel.reason} {tunnel.advice}
        </AppBanner>
      )}
      {urlChanged !== null && (
        <AppBanner
          tone="warn"
          icon={<Link2Off />}
          actions={
            <>
              <Button icon={<Copy />} onClick={() => void copyText(urlChanged.to, 'New public URL')}>
                Copy the new URL
              </Button>
              <Button onClick={() => acknowledgeUrl(engine)}>I have replaced it</Button>
            </>
          }
        >
          The public URL changed ({formatListTime(urlChanged.at, Date.now()).replace(/\.\d+$/, '')}): it was{' '}
          <code className="font-mono text-small">{urlChanged.from}</code> and is{' '}
          <code className="font-mono text-small">{urlChanged.to}</code> now. Whoever was given the old one does not
          reach you: paste the new one into the provider’s settings.
        </AppBanner>
      )}
    </>
  )
}
