import { pairsFromFlat } from '../../../shared/http/header-pairs.ts'
import type { StoredRequest } from './delivery-record.ts'

/**
 * Many requests as one text and one run of bytes. Between threads that is several times cheaper than the objects: a run
 * of replays reads tens of thousands a second.
 */
export interface PackedRequests {
  /** JSON: an array with a `PackedRequest` or null for each. */
  readonly json: string
  readonly bodies: Uint8Array
}

/** A row as it is stored: header lists are JSON of flat lists already, and stay so. */
export interface RequestRow {
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly http_version: string | null
  readonly body_size: number
  readonly headers: string
  readonly trailers: string | null
  readonly body: Uint8Array | null
}

type PackedRequest = readonly [
  endpoint: string,
  method: string | null,
  target: string | null,
  httpVersion: string | null,
  bodySize: number,
  headers: string[],
  trailers: string[] | null,
]

export function packRequests(found: ReadonlyArray<{ row: RequestRow; body: Uint8Array } | null>): PackedRequests {
  const bodies = new Uint8Array(found.reduce((size, each) => size + (each?.body.length ?? 0), 0))
  let at = 0
  const rows = found.map((each) => {
    if (each === null) return 'null'
    const { row, body } = each
    bodies.set(body, at)
    at += body.length
    const plain = JSON.stringify([row.endpoint, row.method, row.target, row.http_version, body.length])
    return `${plain.slice(0, -1)},${row.headers},${row.trailers ?? 'null'}]`
  })
  return { json: `[${rows.join(',')}]`, bodies }
}

/** `ids`: those that were asked for; only the first may have been answered. */
export function unpackRequests({ json, bodies }: PackedRequests, ids: ReadonlyArray<string>): (StoredRequest | null)[] {
  let at = 0
  return (JSON.parse(json) as (PackedRequest | null)[]).map((packed, index) => {
    if (packed === null) return null
    const [endpoint, method, target, httpVersion, size, headers, trailers] = packed
    const body = bodies.subarray(at, at + size)
    at += size
    const id = ids[index] as string
    return {
      id,
      endpoint,
      method,
      target,
      httpVersion,
      headers: pairsFromFlat(headers),
      trailers: pairsFromFlat(trailers ?? []),
      body,
    }
  })
}
