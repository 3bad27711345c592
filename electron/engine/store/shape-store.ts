import type { Database, Statement } from 'better-sqlite3'
import type { ShapeChange } from '../../../shared/shape/shape-change.ts'
import type { ChangeLog } from './change-log.ts'
import { idBytes } from './rows.ts'

/** Which captures a shape is of. Empty: without an event type, of no known provider. */
export interface ShapeKey {
  readonly endpoint: string
  readonly provider: string
  readonly eventType: string
}

/** A shape as it is kept. */
export interface StoredShape extends ShapeKey {
  readonly captures: number
  /** Captures whose body has no value to learn from. */
  readonly leftOut: number
  readonly restlessness: number
  readonly through: number
  readonly newestAt: number
  /** Text of the shape, deflated. */
  readonly shape: Uint8Array
}

/** A capture whose shape is new for its type. */
export interface StoredDrift {
  readonly seq: number
  readonly changes: ReadonlyArray<ShapeChange>
}

/** Shapes of event types, and captures that drift from them. Writing methods run inside a transaction of the queue. */
export class ShapeStore {
  private readonly changes: ChangeLog
  private readonly upsert: Statement
  private readonly remove: Statement
  private readonly selectThrough: Statement
  private readonly updateThrough: Statement
  private readonly insertDrift: Statement
  private readonly acceptDrift: Statement

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    const columns = 'captures, left_out, restlessness, through, newest_at, shape'
    this.upsert = db.prepare(
      `INSERT INTO shapes (event_type, endpoint, provider, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (event_type, endpoint, provider) DO UPDATE SET captures = excluded.captures,
         left_out = excluded.left_out, restlessness = excluded.restlessness, through = excluded.through,
         newest_at = excluded.newest_at, shape = excluded.shape`,
    )
    this.remove = db.prepare('DELETE FROM shapes WHERE event_type = ? AND endpoint = ? AND provider = ?')
    this.selectThrough = db.prepare('SELECT through FROM shape_progress').pluck()
    this.updateThrough = db.prepare('UPDATE shape_progress SET through = max(through, ?)')
    this.insertDrift = db.prepare(
      `INSERT INTO drifts (seq, changes) SELECT seq, ? FROM captures WHERE seq = ?
       ON CONFLICT DO NOTHING`,
    )
    this.acceptDrift = db
      .prepare(
        `UPDATE drifts SET accepted = 1 WHERE accepted = 0 AND seq = (SELECT seq FROM captures WHERE id = ?) RETURNING seq`,
      )
      .pluck()
  }

  save({ eventType, endpoint, provider, ...kept }: StoredShape): void {
    const { captures, leftOut, restlessness, through, newestAt, shape } = kept
    this.upsert.run(eventType, endpoint, provider, captures, leftOut, restlessness, through, newestAt, shape)
  }

  forget({ eventType, endpoint, provider }: ShapeKey): void {
    this.remove.run(eventType, endpoint, provider)
  }

  /** Every capture up to this one has been learned from. */
  through(): number {
    return this.selectThrough.get() as number
  }

  setThrough(seq: number): void {
    this.updateThrough.run(seq)
  }

  /** Those that were not known to drift. */
  saveDrifts(drifts: ReadonlyArray<StoredDrift>): number[] {
    return drifts
      .filter(({ seq, changes }) => this.insertDrift.run(JSON.stringify(changes), seq).changes > 0)
      .map(({ seq }) => {
        this.changes.touched(seq)
        return seq
      })
  }

  /** Takes the marks off; those that had one. */
  accept(ids: ReadonlyArray<string>): number[] {
    return ids.flatMap((id) => {
      const seq = this.acceptDrift.get(idBytes(id)) as number | undefined
      if (seq !== undefined) this.changes.touched(seq)
      return seq ?? []
    })
  }
}
