import { useQuery } from '@tanstack/react-query'
import { endpointPath } from '../../../shared/endpoint/endpoint-public-url.ts'
import { requestUrl } from '../../../shared/endpoint/request-url.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import type { FormScheme } from '../../../shared/signature/scheme.ts'
import type { SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { useEndpoints, useEngineState } from '../../app/engine-queries.ts'
import { call, fetchContent } from '../../host.ts'
import { formatListTime } from '../../ui/format-time.ts'
import { SmallTitle } from '../../ui/small-title.tsx'
import { captureTitle } from '../captures/capture-title.ts'
import { previewScheme } from './preview-scheme.ts'
import { SignedContent } from './signed-content.tsx'

/** A longer body is previewed by its beginning. */
const MOST_BODY = 64 * 1024

/** What a scheme finds in the newest capture of an endpoint, while it is being set up. */
export function SchemePreview({ endpoint, scheme }: { readonly endpoint: string; readonly scheme: FormScheme }) {
  const { data: newest, isPending } = useQuery({
    queryKey: ['newest-request', endpoint],
    queryFn: () => newestRequest(endpoint),
    staleTime: 5_000,
  })
  const setup = useEndpoints().data?.find(({ slug }) => slug === endpoint)
  const tunnel = useEngineState().data?.tunnel
  if (isPending || setup === undefined || tunnel === undefined) return null
  if (newest === undefined || newest === null) {
    return <p className="text-small text-dim">Send a request to {endpoint} to see here what would be signed.</p>
  }
  const publicUrl = requestUrl(
    newest.capture.target ?? '',
    {
      set: setup.publicUrl,
      path: endpointPath(setup),
      tunnel: tunnel.kind === 'open' || tunnel.kind === 'degraded' ? tunnel.url : null,
    },
    {
      proto: null,
      host: headerValue(newest.capture.headers, 'host') ?? null,
      viaTunnel: newest.capture.via !== null,
    },
  )
  const preview = previewScheme(scheme, { ...newest.request, publicUrl }, newest.bodyHash)
  return (
    <section aria-label="Preview" className="flex flex-col gap-1 rounded-[7px] bg-raised p-2.5">
      <SmallTitle as="h4">
        In the newest capture, {captureTitle(newest.capture)} of {formatListTime(newest.capture.receivedAt, Date.now())}
      </SmallTitle>
      <ul className="flex flex-col gap-0.5 text-small">
        {preview.found.map(({ what, value }) => (
          <li key={what} className={value === null ? 'text-bad' : ''}>
            {what}: {value === null ? 'not in it' : <code className="font-mono break-all">{value.slice(0, 300)}</code>}
          </li>
        ))}
      </ul>
      {preview.content.kind === 'missing' ? (
        <p className="text-small text-bad">{preview.content.why}</p>
      ) : (
        <SignedContent content={preview.content.content} />
      )}
      {newest.isCut && <p className="text-small text-dim">Only the beginning of the body is shown here.</p>}
    </section>
  )
}

async function newestRequest(endpoint: string) {
  const { captures } = await call('captures.list', { endpoint, limit: 20 })
  const first = captures.find(({ method }) => method !== null)
  if (first === undefined) return null
  const capture = await call('captures.get', { id: first.id })
  const isCut = capture.bodySize > MOST_BODY
  const body = capture.bodySize === 0 ? new Uint8Array() : await bodyStart(capture.id, isCut)
  const request: Omit<SignatureRequest, 'publicUrl'> = {
    method: capture.method ?? '',
    target: capture.target ?? '',
    headers: capture.headers,
    body,
  }
  return { capture, request, isCut, bodyHash: new Uint8Array(await crypto.subtle.digest('SHA-256', body)) }
}

async function bodyStart(id: string, isCut: boolean): Promise<Uint8Array<ArrayBuffer>> {
  const range = isCut ? { range: { start: 0, end: MOST_BODY } } : {}
  const response = await fetchContent(`/captures/${id}/body`, range)
  return new Uint8Array(await response.arrayBuffer())
}
