import type { StoredRequest } from './delivery-record.ts'
import { type PackedRequests, packRequests, type RequestRow, unpackRequests } from './packed-requests.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes } from './rows.ts'
import { readStoredBody } from './stored-body.ts'

interface FoundRequest {
  readonly row: RequestRow
  readonly body: Uint8Array
}

/** Captures as a delivery needs them, bodies included. */
export function requestQueries(db: ReadConnection) {
  return {
    request(id: string): StoredRequest | null {
      return db.snapshot(() => {
        const found = findRequest(db, id)
        return found === null ? null : (unpackRequests(packRequests([found]), [id])[0] ?? null)
      })
    },

    /** The first of these, at least one, until their bodies have `maxBytes`. */
    requests(ids: ReadonlyArray<string>, maxBytes: number): PackedRequests {
      return db.snapshot(() => {
        const found: Array<FoundRequest | null> = []
        let bytes = 0
        for (const id of ids) {
          if (bytes >= maxBytes) break
          const request = findRequest(db, id)
          bytes += request?.body.length ?? 0
          found.push(request)
        }
        return packRequests(found)
      })
    },
  }
}

function findRequest(db: ReadConnection, id: string): FoundRequest | null {
  const owner = idBytes(id)
  const row = db
    .prepare(
      `SELECT c.endpoint, c.method, c.target, c.http_version, c.body_size, t.headers, t.trailers, t.body
       FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.id = ?`,
    )
    .get(owner) as RequestRow | undefined
  if (row === undefined) return null
  const place = { inline: row.body, owner, part: 0, size: row.body_size } as const
  return { row, body: readStoredBody(db, place, 0, row.body_size) }
}
