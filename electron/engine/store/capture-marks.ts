import type { Database, Statement } from 'better-sqlite3'
import type { CaptureCounts } from './capture-counts.ts'
import type { ChangeLog } from './change-log.ts'
import { IMPORTING } from './importing.ts'
import { idBytes, MALFORMED } from './rows.ts'

interface FoundRow {
  readonly seq: number
  readonly id: Uint8Array
  readonly endpoint: string
  readonly state: number
  readonly body_size: number
  readonly trashed_at: number | null
}

/** Pins, notes and the trash: what stands beside a capture. Every method runs inside a transaction of the queue. */
export class CaptureMarks {
  private readonly counts: CaptureCounts
  private readonly changes: ChangeLog
  private readonly find: Statement
  private readonly savePinned: Statement
  private readonly saveNote: Statement
  private readonly saveTrashed: Statement
  private readonly countPinned: Statement

  constructor(db: Database, counts: CaptureCounts, changes: ChangeLog) {
    this.counts = counts
    this.changes = changes
    this.find = db.prepare(
      `SELECT c.seq, c.id, c.endpoint, c.state, c.body_size, m.trashed_at
       FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.id = ?`,
    )
    const upsert = (column: string) =>
      db.prepare(
        `INSERT INTO marks (seq, ${column}) VALUES (?, ?) ON CONFLICT DO UPDATE SET ${column} = excluded.${column}`,
      )
    this.savePinned = upsert('pinned')
    this.saveNote = upsert('note')
    this.saveTrashed = upsert('trashed_at')
    this.countPinned = db.prepare('SELECT count(*) FROM marks WHERE pinned = 1 AND trashed_at IS NULL').pluck()
  }

  /** The sequence numbers that changed; those of unknown ids are left out. Likewise below. */
  setPinned(ids: ReadonlyArray<string>, pinned: boolean): number[] {
    return this.listed(ids).map(({ seq }) => {
      this.savePinned.run(seq, pinned ? 1 : 0)
      this.changes.touched(seq)
      return seq
    })
  }

  setNote(id: string, note: string): number[] {
    return this.listed([id]).map(({ seq }) => {
      this.saveNote.run(seq, note)
      this.changes.touched(seq)
      return seq
    })
  }

  /** Takes captures off the lists; they stay in the database until retention empties the trash. */
  trash(ids: ReadonlyArray<string>, now: number): number {
    const rows = this.listed(ids)
    for (const row of rows) {
      this.saveTrashed.run(row.seq, now)
      this.changes.deleted(row.seq, row.id)
      this.counts.add(row.endpoint, row.state === MALFORMED, -1, -row.body_size)
    }
    return rows.length
  }

  undelete(ids: ReadonlyArray<string>): number[] {
    const rows = this.rows(ids).filter((row) => row.trashed_at !== null && row.trashed_at !== IMPORTING)
    return rows.map((row) => {
      this.saveTrashed.run(row.seq, null)
      this.changes.touched(row.seq)
      this.counts.add(row.endpoint, row.state === MALFORMED, 1, row.body_size)
      return row.seq
    })
  }

  pinned(): number {
    return this.countPinned.get() as number
  }

  private listed(ids: ReadonlyArray<string>): FoundRow[] {
    return this.rows(ids).filter((row) => row.trashed_at === null)
  }

  private rows(ids: ReadonlyArray<string>): FoundRow[] {
    const once = new Set(ids.map((id) => id.toLowerCase()))
    return [...once].flatMap((id) => {
      const row = this.find.get(idBytes(id)) as FoundRow | undefined
      return row === undefined ? [] : [row]
    })
  }
}
