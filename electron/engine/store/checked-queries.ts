import type { CaptureState } from '../../../shared/capture/capture.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes, pairsFromJson, stateFromCode } from './rows.ts'
import { readStoredBody } from './stored-body.ts'

/** A capture as checking needs it. */
export interface CheckedCapture {
  readonly receivedAt: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly state: CaptureState
  readonly via: string | null
  readonly headers: HeaderPairs
  readonly body: Uint8Array
  /** It is one, by which a provider asks for this URL: many of those are not signed. */
  readonly isHandshake?: boolean
}

/** Those after this one, oldest first, of an endpoint or of all: only for the event that each tells of. */
export interface IdentifyScan {
  readonly kind: 'identify'
  readonly endpoint: string | null
  readonly after: number
}

/** Which captures are to be checked. */
export type CheckScan = (
  | { readonly kind: 'new' /** Those after this one, oldest first. */; readonly after: number }
  /** Of an endpoint, before this one, newest first. */
  | { readonly kind: 'endpoint'; readonly endpoint: string; readonly below: number }
  | { readonly kind: 'these'; readonly seqs: ReadonlyArray<number> }
  | IdentifyScan
) & {
  /** So many at once and no more. */
  readonly most?: number | undefined
}

interface CheckedRow {
  readonly seq: number
  readonly id: Uint8Array
  readonly received_at: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly state: number
  readonly via: string | null
  readonly body_size: number
  readonly headers: string
  readonly body: Uint8Array | null
  readonly is_handshake: number
}

const COLUMNS = `SELECT c.seq, c.id, c.received_at, c.endpoint, c.method, c.target, c.state, c.via, c.body_size, t.headers, t.body,
  h.kind IS NOT NULL AS is_handshake
  FROM captures c JOIN capture_contents t ON t.seq = c.seq LEFT JOIN handshakes h ON h.seq = c.seq`

/** Captures with all that checking needs, on a connection of the thread that checks. */
export class CheckedQueries {
  private readonly db: ReadConnection

  constructor(db: ReadConnection) {
    this.db = db
  }

  /** Reads that belong together. */
  snapshot<Value>(read: () => Value): Value {
    return this.db.snapshot(read)
  }

  /** The next of a scan: its place, whether or not it can be read, and null at the end. */
  seqs(scan: CheckScan, usual: number): number[] {
    const limit = Math.min(usual, scan.most ?? usual)
    switch (scan.kind) {
      case 'new':
        return this.after(scan.after, limit)
      case 'identify':
        return scan.endpoint === null ? this.after(scan.after, limit) : this.afterOf(scan.endpoint, scan.after, limit)
      case 'endpoint':
        return this.db
          .prepare('SELECT seq FROM captures WHERE endpoint = ? AND seq < ? ORDER BY seq DESC LIMIT ?')
          .pluck()
          .all(scan.endpoint, scan.below, limit) as number[]
      case 'these':
        return scan.seqs.slice(0, limit)
    }
  }

  private after(seq: number, limit: number): number[] {
    return this.db
      .prepare('SELECT seq FROM captures WHERE seq > ? ORDER BY seq LIMIT ?')
      .pluck()
      .all(seq, limit) as number[]
  }

  private afterOf(endpoint: string, seq: number, limit: number): number[] {
    return this.db
      .prepare('SELECT seq FROM captures WHERE endpoint = ? AND seq > ? ORDER BY seq LIMIT ?')
      .pluck()
      .all(endpoint, seq, limit) as number[]
  }

  /** Null if it is gone. */
  bySeq(seq: number): CheckedCapture | null {
    return this.db.snapshot(() => {
      const row = this.db.prepare(`${COLUMNS} WHERE c.seq = ?`).get(seq) as CheckedRow | undefined
      return row === undefined ? null : this.checked(row)
    })
  }

  byId(id: string): CheckedCapture | null {
    return this.db.snapshot(() => {
      const row = this.db.prepare(`${COLUMNS} WHERE c.id = ?`).get(idBytes(id)) as CheckedRow | undefined
      return row === undefined ? null : this.checked(row)
    })
  }

  private checked(row: CheckedRow): CheckedCapture {
    const state: CaptureState = stateFromCode(row.state)
    const place = { inline: row.body, owner: row.id, part: 0, size: row.body_size } as const
    return {
      receivedAt: row.received_at,
      endpoint: row.endpoint,
      method: row.method,
      target: row.target,
      state,
      via: row.via,
      headers: pairsFromJson(row.headers),
      isHandshake: row.is_handshake === 1,
      // What did not come whole cannot be checked, so the rest of it need not be read.
      body: state === 'complete' ? readStoredBody(this.db, place, 0, row.body_size) : new Uint8Array(),
    }
  }
}
