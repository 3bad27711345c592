import { useState } from 'react'
import { type Endpoint, givenUrl, headerName } from '../../../shared/endpoint/endpoint.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { call } from '../../host.ts'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { openTunnel } from '../tunnel/tunnel-actions.ts'
import { localEndpointUrl, publicEndpointUrl } from './endpoint-url.ts'
import { FormFoot } from './form-foot.tsx'
import { typedList } from './typed-list.ts'
import { useSaving } from './use-saving.ts'

interface EndpointUrlsProps {
  readonly engine: EngineState
  readonly endpoint: Endpoint
}

/** Where an endpoint receives, from everywhere and from this machine, and what is known of the way. */
export function EndpointUrls({ engine, endpoint }: EndpointUrlsProps) {
  const found = publicEndpointUrl(engine, endpoint)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start gap-4">
        <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
          <section className="flex max-w-full flex-col gap-1">
            <SmallTitle>Public URL</SmallTitle>
            {found.kind === 'url' ? (
              <>
                <EvidenceLine text={found.url} what="Public URL" />
                <p className="text-small text-dim">
                  {found.from === 'set'
                    ? 'The one that you said the provider has.'
                    : 'Public: anyone who knows it can send here, unless rules of access say otherwise.'}
                </p>
              </>
            ) : (
              <p>
                {found.why}{' '}
                {engine.tunnel.kind === 'off' && <LinkButton onClick={openTunnel}>Open a public URL</LinkButton>}
              </p>
            )}
          </section>
          <section className="flex max-w-full flex-col gap-1">
            <SmallTitle>Local URL, for programs on this machine</SmallTitle>
            <EvidenceLine text={localEndpointUrl(engine, endpoint)} what="Local URL" />
          </section>
        </div>
        {found.kind === 'url' && <QrCode text={found.url} label={`QR code of ${found.url}`} />}
      </div>
      <WayForm endpoint={endpoint} />
    </div>
  )
}

/** The URL that the provider has, and the headers that are added on the way. */
function WayForm({ endpoint: { slug, publicUrl, tunnelHeaders } }: { readonly endpoint: Endpoint }) {
  const [url, setUrl] = useState(publicUrl ?? '')
  const [names, setNames] = useState(tunnelHeaders.join('\n'))
  const saving = useSaving()
  const checkedUrl = givenUrl.nullable().safeParse(url.trim() || null)
  const list = typedList(names)
  const wrongName = list.find((name) => !headerName.safeParse(name).success)
  const isWrong = !checkedUrl.success || wrongName !== undefined || list.length > 100

  const save = async () => {
    if (!checkedUrl.success) return
    await call('endpoints.setPublicUrl', { slug, url: checkedUrl.data })
    await call('endpoints.setTunnelHeaders', { slug, names: list })
  }

  return (
    <form
      className="flex flex-col gap-3 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isWrong) void saving.run(save())
      }}
    >
      <TextField
        label="URL that the provider was given"
        mono
        placeholder="the tunnel’s"
        value={url}
        onChange={(value) => {
          setUrl(value)
          saving.touched()
        }}
        error={checkedUrl.success ? null : checkedUrl.error.issues[0]?.message}
        hint="Where it is another one, such as that of a gateway in front. Some signatures cover it."
      />
      <TextArea
        label="Headers that the tunnel adds"
        mono
        rows={3}
        placeholder="none"
        value={names}
        onChange={(value) => {
          setNames(value)
          saving.touched()
        }}
        error={
          wrongName !== undefined
            ? `“${wrongName}” is no header name: letters, digits and - only.`
            : list.length > 100
              ? 'At most 100 of them.'
              : null
        }
        hint="One name to a line. Headers shows them apart, and replays can leave them out. Checking the tunnel finds them."
      />
      <FormFoot saving={saving} wrong={isWrong} />
    </form>
  )
}
