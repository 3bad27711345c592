import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import type { ContentRef } from '../engine-door.ts'
import { deliveryQueries } from './delivery-queries.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes, idText, pairsFromJson } from './rows.ts'
import { readStoredBody, type StoredBody } from './stored-body.ts'

interface DeliveryBodiesRow {
  readonly request_body: Uint8Array | null
  readonly request_body_size: number
  readonly request_body_captured: number
  readonly response_body: Uint8Array | null
  readonly response_body_size: number
  readonly capture_id: Uint8Array
}

/** Bodies, by pieces. */
export function contentQueries(db: ReadConnection) {
  return {
    contentSize(ref: ContentRef): number | null {
      return storedBody(db, ref)?.size ?? null
    },

    /** Bytes `start` to `end` (exclusive) of stored content, as stored. */
    content(ref: ContentRef, start: number, end: number): Uint8Array | null {
      return db.snapshot(() => {
        const body = storedBody(db, ref)
        return body === null ? null : readStoredBody(db, body, start, Math.min(end, body.size))
      })
    },

    /** The value of `Content-Encoding` that belongs to stored content, if any. */
    contentEncoding(ref: ContentRef): string | null {
      return contentEncoding(headersOf(db, ref))
    },
  }
}

function headersOf(db: ReadConnection, ref: ContentRef): ReadonlyArray<readonly [string, string]> {
  if (ref.kind === 'capture-body') {
    const json = db
      .prepare('SELECT t.headers FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.id = ?')
      .pluck()
      .get(idBytes(ref.id)) as string | undefined
    return pairsFromJson(json ?? null)
  }
  const detail = deliveryQueries(db).delivery(ref.id)
  return (ref.kind === 'delivery-request-body' ? detail?.requestHeaders : detail?.response?.headers) ?? []
}

function storedBody(db: ReadConnection, ref: ContentRef): StoredBody | null {
  if (ref.kind === 'capture-body') return captureBody(db, ref.id)
  const row = db
    .prepare(
      `SELECT t.request_body, t.request_body_size, t.request_body_captured, t.response_body, t.response_body_size,
         c.id AS capture_id
       FROM deliveries d JOIN delivery_contents t ON t.seq = d.seq JOIN captures c ON c.seq = d.capture_seq WHERE d.id = ?`,
    )
    .get(idBytes(ref.id)) as DeliveryBodiesRow | undefined
  if (row === undefined) return null
  const owner = idBytes(ref.id)
  if (ref.kind === 'delivery-response-body')
    return { inline: row.response_body, owner, part: 1, size: row.response_body_size }
  if (row.request_body_captured === 1) return captureBody(db, idText(row.capture_id))
  return { inline: row.request_body, owner, part: 0, size: row.request_body_size }
}

function captureBody(db: ReadConnection, id: string): StoredBody | null {
  const owner = idBytes(id)
  const row = db
    .prepare('SELECT c.body_size, t.body FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.id = ?')
    .get(owner) as { body_size: number; body: Uint8Array | null } | undefined
  return row === undefined ? null : { inline: row.body, owner, part: 0, size: row.body_size }
}
