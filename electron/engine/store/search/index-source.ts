import type { CaptureTexts } from '../../searched-text/indexed-texts.ts'
import type { ReadConnection } from '../read-connection.ts'
import { EVENT_TYPE, pairsFromJson } from '../rows.ts'
import { readStoredBody } from '../stored-body.ts'

/** A capture as it is indexed. */
export interface IndexedCapture extends CaptureTexts {
  readonly seq: number
  readonly id: Uint8Array
  readonly body: Uint8Array
}

interface Row {
  readonly seq: number
  readonly id: Uint8Array
  readonly method: string | null
  readonly target: string | null
  readonly event_type: string | null
  readonly body_size: number
  readonly headers: string
  readonly body: Uint8Array | null
}

/** What was deleted between two values of the change counter. */
export interface Deletions {
  readonly seqs: ReadonlyArray<number>
  /** The value after these. */
  readonly change: number
  /** Changes in between are no longer known: anything may be gone. */
  readonly gap: boolean
}

/** Captures as the search index needs them, on a connection of the thread that indexes. */
export class IndexSource {
  private readonly db: ReadConnection

  constructor(db: ReadConnection) {
    this.db = db
  }

  /** The highest sequence number that was ever used. */
  newest(): number {
    const used = this.db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'captures'").pluck().get()
    return (used as number | undefined) ?? 0
  }

  /** When the first capture behind this one came in: received, or imported, perhaps long after; null if there is none. */
  waitingSince(after: number): number | null {
    const at = this.db
      .prepare(
        `SELECT coalesce((SELECT i.at FROM imported o JOIN imports i ON i.id = o.import WHERE o.seq = c.seq), c.received_at)
         FROM captures c WHERE c.seq > ? ORDER BY c.seq LIMIT 1`,
      )
      .pluck()
      .get(after)
    return (at as number | undefined) ?? null
  }

  /** The next captures, oldest first: at most so many, and no more once they have so many bytes. */
  next(after: number, limit: number, bytes: number): IndexedCapture[] {
    return this.db.snapshot(() => {
      const captures: IndexedCapture[] = []
      let size = 0
      const rows = this.db
        .prepare(
          `SELECT c.seq, c.id, c.method, c.target, ${EVENT_TYPE} AS event_type, c.body_size, t.headers, t.body
           FROM captures c JOIN capture_contents t ON t.seq = c.seq LEFT JOIN events e ON e.seq = c.seq
           WHERE c.seq > ? ORDER BY c.seq LIMIT ?`,
        )
        .iterate(after, limit) as IterableIterator<Row>
      for (const row of rows) {
        captures.push(this.captureOf(row))
        size += row.body_size
        if (size > bytes) break
      }
      return captures
    })
  }

  /** The id of a capture; null if it is gone. */
  idOf(seq: number): Uint8Array | null {
    return (this.db.prepare('SELECT id FROM captures WHERE seq = ?').pluck().get(seq) as Uint8Array | undefined) ?? null
  }

  isEmpty(): boolean {
    return this.db.prepare('SELECT 1 FROM captures LIMIT 1').get() === undefined
  }

  /** Whether there is a capture up to this one. */
  hasUpTo(seq: number): boolean {
    return this.db.prepare('SELECT 1 FROM captures WHERE seq <= ? LIMIT 1').get(seq) !== undefined
  }

  deletions(since: number, limit: number): Deletions {
    return this.db.snapshot(() => {
      const oldest = this.db.prepare('SELECT min(change) FROM changes').pluck().get() as number | null
      const counter = this.db.changeCounter()
      if (since > counter || (oldest !== null && since < oldest - 1)) return { seqs: [], change: counter, gap: true }
      const rows = this.db
        .prepare(
          'SELECT change, first_seq AS seq, deleted_id AS id FROM changes WHERE change > ? ORDER BY change LIMIT ?',
        )
        .all(since, limit) as Array<{ change: number; seq: number; id: Uint8Array | null }>
      return {
        seqs: rows.filter(({ id }) => id !== null).map(({ seq }) => seq),
        change: rows.at(-1)?.change ?? since,
        gap: false,
      }
    })
  }

  /** What became of a capture that was deleted: it can be brought back for a while. */
  fateOf(seq: number): 'gone' | 'trashed' | 'listed' {
    const trashedAt = this.db
      .prepare('SELECT m.trashed_at FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.seq = ?')
      .pluck()
      .get(seq) as number | null | undefined
    if (trashedAt === undefined) return 'gone'
    return trashedAt === null ? 'listed' : 'trashed'
  }

  /** Sequence numbers that exist between these, both inclusive. */
  existing(first: number, last: number): Set<number> {
    const seqs = this.db.prepare('SELECT seq FROM captures WHERE seq BETWEEN ? AND ?').pluck().all(first, last)
    return new Set(seqs as number[])
  }

  private captureOf(row: Row): IndexedCapture {
    const place = { inline: row.body, owner: row.id, part: 0, size: row.body_size } as const
    return {
      seq: row.seq,
      id: row.id,
      method: row.method,
      target: row.target,
      eventType: row.event_type,
      headers: pairsFromJson(row.headers),
      body: readStoredBody(this.db, place, 0, row.body_size),
    }
  }
}
