import type { SentChange } from '../../../shared/delivery/delivery.ts'
import { planRequest } from '../../../shared/delivery/plan-request.ts'
import { type ParsedTarget, resolveParsed } from '../../../shared/delivery/resolve-target.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { StoredRequest } from '../store/delivery-record.ts'
import type { WireRequest } from './wire/wire-types.ts'

export interface RequestSource {
  readonly captured: StoredRequest
  readonly target: ParsedTarget
  readonly keepHost: boolean
  readonly allowSelfSigned: boolean
  /** The user's method, headers and body, where they are not the captured ones. */
  readonly method?: string | undefined
  readonly headers?: HeaderPairs | undefined
  readonly body?: Uint8Array | undefined
}

export interface PreparedRequest {
  readonly wire: WireRequest
  readonly url: string
  readonly headers: [name: string, value: string][]
  readonly changes: SentChange[]
  readonly edited: boolean
}

/** A capture, edited or not, as it is going to be written to the target. Throws `AppError` for what cannot be sent. */
export function prepareRequest(source: RequestSource): PreparedRequest {
  const { captured, target } = source
  const body = source.body ?? captured.body
  const { requestTarget, url } = resolveParsed(target, captured)
  const { method, headers, changes } = planRequest({
    method: captured.method,
    httpVersion: captured.httpVersion,
    headers: captured.headers,
    trailers: captured.trailers,
    editedMethod: source.method,
    editedHeaders: source.headers,
    bodySize: body.length,
    authority: target.authority,
    keepHost: source.keepHost,
  })
  let head = `${method} ${requestTarget} HTTP/1.1\r\n`
  for (const [name, value] of headers) head += `${name}: ${value}\r\n`
  head += '\r\n'
  const { secure, host, port } = target
  return {
    wire: { target: { secure, host, port, allowSelfSigned: source.allowSelfSigned }, method, head, body },
    url,
    headers,
    changes,
    edited: isEdited(source),
  }
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
