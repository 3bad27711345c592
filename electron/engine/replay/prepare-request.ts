import { AppError } from '../../../shared/contract/errors.ts'
import type { SentChange } from '../../../shared/delivery/delivery.ts'
import { planRequest } from '../../../shared/delivery/plan-request.ts'
import { type ProviderCall, providerCall } from '../../../shared/delivery/provider-call.ts'
import { type ParsedTarget, type ResolvedTarget, resolveParsed } from '../../../shared/delivery/resolve-target.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { StoredRequest } from '../store/delivery-record.ts'
import { type SignedRequest, type SigningOrder, signReplay } from './sign-replay.ts'
import type { WireRequest } from './wire/wire-types.ts'

/** The URL that each endpoint's provider has, where there is one. */
export type PublicUrls = ReadonlyMap<string, string>

export interface RequestSource {
  readonly captured: StoredRequest
  readonly target: ParsedTarget
  readonly keepHost: boolean
  readonly allowSelfSigned: boolean
  /** Public URLs of endpoints by slug, to send it as the provider called it; null: as the target is called. */
  readonly publicUrls?: PublicUrls | null | undefined
  /** Names of headers that are not sent. */
  readonly leaveOut?: ReadonlyArray<string> | undefined
  /** The user's method, headers and body, where they are not the captured ones. */
  readonly method?: string | undefined
  readonly headers?: HeaderPairs | undefined
  readonly body?: Uint8Array | undefined
  /** What is to be done about the signature. */
  readonly signing?: SigningOrder | undefined
  /** Unix ms that a signature is made at. */
  readonly now: number
}

export interface PreparedRequest {
  readonly wire: WireRequest
  readonly url: string
  readonly headers: [name: string, value: string][]
  readonly changes: SentChange[]
  readonly edited: boolean
  /** What is sent in place of the captured body; null if that is sent as it is. */
  readonly body: Uint8Array | null
}

/** A capture, edited or not, as it is going to be written to the target. Throws `AppError` for what cannot be sent. */
export function prepareRequest(source: RequestSource): PreparedRequest {
  const { captured, target } = source
  const resolved = resolveParsed(target, captured)
  const call = callOf(source)
  const signed = signedRequest(source, resolved, call)
  const replacedBody = signed?.body ?? source.body ?? null
  const body = replacedBody ?? captured.body
  const requestTarget = signed?.requestTarget ?? resolved.requestTarget
  const url = target.origin + requestTarget
  const { method, headers, changes } = planRequest({
    method: captured.method,
    httpVersion: captured.httpVersion,
    headers: captured.headers,
    trailers: captured.trailers,
    editedMethod: source.method,
    editedHeaders: signed?.headers ?? source.headers,
    bodySize: body.length,
    authority: target.authority,
    keepHost: source.keepHost,
    provider: call,
    leaveOut: source.leaveOut,
  })
  let head = `${method} ${requestTarget} HTTP/1.1\r\n`
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`
  head += '\r\n'
  const { secure, host, port } = target
  return {
    wire: { target: { secure, host, port, allowSelfSigned: source.allowSelfSigned }, method, head, body },
    url,
    ...kept(headers, [...(signed?.changes ?? []), ...changes], signed?.secretHeaders),
    edited: isEdited(source),
    body: replacedBody,
  }
}

function signedRequest(
  source: RequestSource,
  { requestTarget, url }: ResolvedTarget,
  call: ProviderCall | undefined,
): SignedRequest | null {
  const { captured, signing, now } = source
  if (signing === undefined) return null
  const request = {
    endpoint: captured.endpoint,
    captured,
    method: source.method ?? captured.method ?? '',
    headers: source.headers ?? captured.headers,
    body: source.body ?? captured.body,
    requestTarget,
    // A handler that is sent it as the provider called puts its own URL together from what it is told.
    url: call === undefined ? url : `${call.proto}://${call.host}${requestTarget}`,
  }
  return signReplay(signing, request, now)
}

/** What is kept of the headers: a header that holds a saved secret is sent, and kept without it. */
function kept(
  headers: PreparedRequest['headers'],
  changes: SentChange[],
  secret: ReadonlySet<string> = new Set(),
): Pick<PreparedRequest, 'headers' | 'changes'> {
  if (secret.size === 0) return { headers, changes }
  const isSecret = (name: string) => secret.has(name.toLowerCase())
  return {
    headers: headers.map(([name, value]) => [name, isSecret(name) ? HIDDEN : value]),
    changes: changes.map((change) =>
      isSecret(change.header) && change.to !== null ? { ...change, to: HIDDEN } : change,
    ),
  }
}

const HIDDEN = '(a saved secret, which was sent and is not kept here)'

function callOf({ captured, publicUrls }: RequestSource): ProviderCall | undefined {
  if (publicUrls == null) return undefined
  const call = providerCall(captured, publicUrls.get(captured.endpoint) ?? null)
  if (call !== null) return call
  throw new AppError(
    'conflict',
    `It is not known how the provider called ${captured.endpoint}: no tunnel is open. Open one, set the public URL of the endpoint, or send it as the target is called.`,
  )
}

function isEdited({ captured, method, headers, body }: RequestSource): boolean {
  if (body !== undefined) return true
  if (method !== undefined && method !== captured.method) return true
  if (headers === undefined) return false
  if (headers.length !== captured.headers.length) return true
  return headers.some(([name, value], index) => {
    const before = captured.headers[index]
    return before === undefined || before[0] !== name || before[1] !== value
  })
}
