import { type HeaderPairs, headerValue } from '../../http/header-pairs.ts'
import { parseQuery } from '../../http/query.ts'
import { originForm } from '../../http/raw-target.ts'
import { lazily } from '../../lazily.ts'
import { parseJson } from '../../parse-json.ts'
import type { HandshakeRequest } from './handshake.ts'

/** The views of a request that handshakes are told by. */
export interface HandshakeViews {
  readonly method: string
  readonly headers: HeaderPairs
  header(name: string): string | null
  query(name: string): string | null
  /** Undefined if the body is no JSON. */
  json(): unknown
  text(): string
}

export function viewHandshake(request: HandshakeRequest, decode: (bytes: Uint8Array) => string): HandshakeViews {
  const query = lazily(() => parseQuery(originForm(request.target).replace(/#.*$/s, '')))
  const text = lazily(() => decode(request.body))
  const json = lazily(() => parseJson(text()))
  return {
    method: request.method,
    headers: request.headers,
    header: (name) => headerValue(request.headers, name)?.trim() ?? null,
    query: (name) => query().find((pair) => pair.name === name)?.value ?? null,
    json,
    text,
  }
}
