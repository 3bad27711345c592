import type { StoredRequest } from './delivery-record.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes, pairsFromJson } from './rows.ts'
import { readStoredBody } from './stored-body.ts'

interface CaptureRow {
  readonly seq: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly http_version: string | null
  readonly via: string | null
  readonly path_token: string | null
  readonly body_size: number
}

interface ContentsRow {
  readonly headers: string
  readonly trailers: string | null
  readonly body: Uint8Array | null
}

/** Captures as a delivery needs them, bodies included. */
export function requestQueries(db: ReadConnection) {
  return {
    request(id: string): StoredRequest | null {
      return db.snapshot(() => findRequest(db, id))
    },

    /** The first of these captures, at least one, until their bodies have `maxBytes`. Null: there is no such capture. */
    requests(ids: ReadonlyArray<string>, maxBytes: number): (StoredRequest | null)[] {
      return db.snapshot(() => {
        const found: (StoredRequest | null)[] = []
        let bytes = 0
        for (const id of ids) {
          if (bytes >= maxBytes) break
          const request = findRequest(db, id)
          bytes += request?.body.length ?? 0
          found.push(request)
        }
        return found
      })
    },
  }
}

/** Two questions: a join SQLite plans anew for every value it is asked with, which takes several times as long. */
function findRequest(db: ReadConnection, id: string): StoredRequest | null {
  const owner = idBytes(id)
  const capture = db
    .prepare(
      `SELECT seq, endpoint, method, target, http_version, via, body_size,
         (SELECT access ->> 'pathToken' FROM endpoints e WHERE e.slug = c.endpoint) AS path_token
       FROM captures c WHERE id = ?`,
    )
    .get(owner) as CaptureRow | undefined
  if (capture === undefined) return null
  const contents = db
    .prepare('SELECT headers, trailers, body FROM capture_contents WHERE seq = ?')
    .get(capture.seq) as ContentsRow
  return {
    id,
    seq: capture.seq,
    endpoint: capture.endpoint,
    pathToken: capture.path_token,
    method: capture.method,
    target: capture.target,
    httpVersion: capture.http_version,
    via: capture.via,
    headers: pairsFromJson(contents.headers),
    trailers: pairsFromJson(contents.trailers),
    body: readStoredBody(db, { inline: contents.body, owner, part: 0, size: capture.body_size }, 0, capture.body_size),
  }
}
