import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { ReadConnection } from './read-connection.ts'
import { EVENT_TYPE, MALFORMED, pairsFromJson, stateCode } from './rows.ts'
import { newestSeq } from './seq-bounds.ts'
import type { ShapeKey, StoredShape } from './shape-store.ts'
import { readStoredBody } from './stored-body.ts'

/** A capture to learn from. */
export interface LearnedCapture extends ShapeKey {
  readonly seq: number
  readonly receivedAt: number
  readonly headers: HeaderPairs
  /** Null: it did not come whole, or is longer than what is learned from. */
  readonly body: Uint8Array | null
}

interface CaptureRow {
  readonly id: Uint8Array
  readonly received_at: number
  readonly endpoint: string
  readonly provider: string
  readonly event_type: string
  readonly state: number
  readonly body_size: number
  readonly is_handshake: number
}

interface ShapeRow {
  readonly endpoint: string
  readonly provider: string
  readonly event_type: string
  readonly captures: number
  readonly left_out: number
  readonly restlessness: number
  readonly through: number
  readonly newest_at: number
  readonly shape: Uint8Array
}

const COMPLETE = stateCode('complete')

/** What shapes are learned from, and shapes, on a connection of the thread that learns. */
export class ShapeQueries {
  private readonly db: ReadConnection

  constructor(db: ReadConnection) {
    this.db = db
  }

  snapshot<Value>(read: () => Value): Value {
    return this.db.snapshot(read)
  }

  /** Captures after one, and up to another; of an endpoint, or of all. */
  seqs(after: number, last: number, limit: number, endpoint?: string): number[] {
    if (endpoint !== undefined) {
      return this.db
        .prepare('SELECT seq FROM captures WHERE endpoint = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?')
        .pluck()
        .all(endpoint, after, last, limit) as number[]
    }
    return this.db
      .prepare('SELECT seq FROM captures WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?')
      .pluck()
      .all(after, last, limit) as number[]
  }

  /** Every capture up to this one has been learned from. */
  through(): number {
    return this.db.prepare('SELECT through FROM shape_progress').pluck().get() as number
  }

  newest(): number {
    return newestSeq(this.db)
  }

  /** Null: it is gone, or none that an event type has, as a handshake. */
  capture(seq: number, mostBytes: number): LearnedCapture | null {
    const row = this.db
      .prepare(
        `SELECT c.id, c.received_at, c.endpoint, coalesce(v.provider, '') AS provider,
           coalesce(${EVENT_TYPE}, '') AS event_type, c.state, c.body_size, h.kind IS NOT NULL AS is_handshake
         FROM captures c LEFT JOIN verdicts v ON v.seq = c.seq LEFT JOIN handshakes h ON h.seq = c.seq
           LEFT JOIN events e ON e.seq = c.seq LEFT JOIN marks m ON m.seq = c.seq
         WHERE c.seq = ? AND m.trashed_at IS NULL`,
      )
      .get(seq) as CaptureRow | undefined
    if (row === undefined || row.state === MALFORMED || row.is_handshake === 1 || row.body_size === 0) return null
    const { headers, body } = this.db.prepare('SELECT headers, body FROM capture_contents WHERE seq = ?').get(seq) as {
      headers: string
      body: Uint8Array | null
    }
    const isWhole = row.state === COMPLETE && row.body_size <= mostBytes
    const place = { inline: body, owner: row.id, part: 0, size: row.body_size } as const
    return {
      seq,
      receivedAt: row.received_at,
      endpoint: row.endpoint,
      provider: row.provider,
      eventType: row.event_type,
      headers: pairsFromJson(headers),
      body: isWhole ? readStoredBody(this.db, place, 0, row.body_size) : null,
    }
  }

  shape({ eventType, endpoint, provider }: ShapeKey): StoredShape | null {
    const row = this.db
      .prepare('SELECT * FROM shapes WHERE event_type = ? AND endpoint = ? AND provider = ?')
      .get(eventType, endpoint, provider) as ShapeRow | undefined
    return row === undefined ? null : shapeFromRow(row)
  }

  /** How many types of event an endpoint has a shape of. */
  countOf(endpoint: string): number {
    return this.db.prepare('SELECT count(*) FROM shapes WHERE endpoint = ?').pluck().get(endpoint) as number
  }

  /** The one that was met least lately, of those that were met only so often. */
  leastMet(endpoint: string, captures: number): ShapeKey | null {
    const row = this.db
      .prepare(
        `SELECT endpoint, provider, event_type FROM shapes WHERE endpoint = ? AND captures + left_out <= ?
         ORDER BY through LIMIT 1`,
      )
      .get(endpoint, captures) as ShapeRow | undefined
    return row === undefined ? null : { endpoint, provider: row.provider, eventType: row.event_type }
  }

  /** Without what was seen. */
  list(): Array<Omit<StoredShape, 'shape'>> {
    const rows = this.db
      .prepare(
        `SELECT endpoint, provider, event_type, captures, left_out, restlessness, through, newest_at FROM shapes
         ORDER BY event_type, endpoint, provider`,
      )
      .all() as Array<Omit<ShapeRow, 'shape'>>
    return rows.map((row) => factsFromRow(row))
  }
}

function factsFromRow(row: Omit<ShapeRow, 'shape'>): Omit<StoredShape, 'shape'> {
  return {
    endpoint: row.endpoint,
    provider: row.provider,
    eventType: row.event_type,
    captures: row.captures,
    leftOut: row.left_out,
    restlessness: row.restlessness,
    through: row.through,
    newestAt: row.newest_at,
  }
}

function shapeFromRow(row: ShapeRow): StoredShape {
  return { ...factsFromRow(row), shape: row.shape }
}
