import { Globe, LoaderCircle, Power, RotateCw, TriangleAlert, X } from 'lucide-react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { useCommands } from '../../app/commands.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dot } from '../../ui/dot.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { UrlBox } from '../../ui/url-box.tsx'
import { closeTunnel, openTunnel, retryTunnel } from './tunnel-actions.ts'

/** The public URL and how its tunnel does; always in view. */
export function PublicUrl({ tunnel }: { readonly tunnel: TunnelState }) {
  const canOpen = tunnel.kind === 'off' || tunnel.kind === 'lost' || tunnel.kind === 'refused'
  useCommands([
    { id: 'tunnel.open', title: 'Open a public URL', group: 'Public URL', enabled: canOpen, run: openTunnel },
    {
      id: 'tunnel.close',
      title: 'Close the public URL',
      group: 'Public URL',
      enabled: tunnel.kind !== 'off',
      run: closeTunnel,
    },
  ])

  switch (tunnel.kind) {
    case 'off':
      return (
        <Button icon={<Globe />} onClick={openTunnel}>
          Open public URL
        </Button>
      )
    case 'opening':
      return (
        <UrlBox
          label="Public URL"
          before={<LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin text-dim" />}
          note={<span role="status">opening a public URL…</span>}
        >
          <IconButton label="Cancel opening" icon={<X />} onClick={closeTunnel} />
        </UrlBox>
      )
    case 'open':
    case 'degraded':
      return (
        <UrlBox
          label="Public URL"
          before={<Dot tone={tunnel.kind === 'open' ? 'ok' : 'warn'} />}
          url={tunnel.url}
          note={
            tunnel.kind === 'open' ? (
              'open'
            ) : (
              <Tooltip text={tunnel.why}>
                <span role="alert" className="text-warn">
                  degraded: {tunnel.why}
                </span>
              </Tooltip>
            )
          }
        >
          <CopyButton text={tunnel.url} what="Public URL" />
          <IconButton label="Close the public URL" icon={<Power />} onClick={closeTunnel} />
        </UrlBox>
      )
    case 'lost':
    case 'refused':
      return (
        <UrlBox
          label="Public URL"
          before={<TriangleAlert aria-hidden className="size-3.5 shrink-0 text-bad" />}
          url={tunnel.url ?? undefined}
          note={
            <Tooltip text={tunnel.kind === 'refused' ? `${tunnel.reason} ${tunnel.advice}` : tunnel.reason}>
              <span role="alert" className="text-bad">
                {tunnel.kind}: {tunnel.reason}
              </span>
            </Tooltip>
          }
        >
          <Button look="quiet" icon={<RotateCw />} onClick={retryTunnel}>
            Open again
          </Button>
          <IconButton label="Leave it closed" icon={<X />} onClick={closeTunnel} />
        </UrlBox>
      )
    default:
      return assertNever(tunnel)
  }
}
