import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { openTunnel } from '../tunnel/tunnel-actions.ts'
import { endpointUrl } from './endpoint-url.ts'

interface EndpointUrlsProps {
  readonly engine: EngineState
  readonly slug: string
}

/** Where an endpoint receives: from everywhere, and from this machine. */
export function EndpointUrls({ engine, slug }: EndpointUrlsProps) {
  const publicUrl = endpointUrl(engine, slug, 'public')
  return (
    <div className="flex items-start gap-4">
      <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
        <section className="flex max-w-full flex-col gap-1">
          <h3 className="text-small font-medium text-dim">Public URL</h3>
          {publicUrl === null ? (
            <NoPublicUrl engine={engine} />
          ) : (
            <>
              <EvidenceLine text={publicUrl} what="Public URL" />
              <p className="text-small text-dim">Public: anyone who knows it can send here.</p>
            </>
          )}
        </section>
        <section className="flex max-w-full flex-col gap-1">
          <h3 className="text-small font-medium text-dim">Local URL, for programs on this machine</h3>
          <EvidenceLine text={endpointUrl(engine, slug, 'local')} what="Local URL" />
        </section>
      </div>
      {publicUrl !== null && <QrCode text={publicUrl} label={`QR code of ${publicUrl}`} />}
    </div>
  )
}

function NoPublicUrl({ engine }: { readonly engine: EngineState }) {
  if (engine.tunnel.kind !== 'off') {
    return <p>None at this moment: the top bar says how the tunnel does.</p>
  }
  return (
    <p>
      There is none now. <LinkButton onClick={openTunnel}>Open a public URL</LinkButton>
    </p>
  )
}
