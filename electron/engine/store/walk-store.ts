import type { Database, Statement } from 'better-sqlite3'

/** How far captures have been gone through once more: those of an endpoint, or of all (null). */
export interface StoredWalk<Endpoint extends string | null> {
  readonly endpoint: Endpoint
  /** The last capture that was passed. */
  readonly place: number
}

interface WalkTable {
  readonly table: string
  readonly column: string
  /** Else the oldest. */
  readonly newestFirst: boolean
}

/** Signatures that are checked again: what is new matters most. */
export const RECHECKS: WalkTable = { table: 'verdict_jobs', column: 'below', newestFirst: true }
/** Events that are identified again: each is linked to those before it. */
export const IDENTIFICATIONS: WalkTable = { table: 'event_jobs', column: 'through', newestFirst: false }

/** Walks through captures that survive the engine, one for each endpoint. Writing methods run inside a transaction of the queue. */
export class WalkStore<Endpoint extends string | null> {
  private readonly selectAll: Statement
  private readonly upsert: Statement
  private readonly remove: Statement
  private readonly selectNext: Statement
  private readonly selectNextOf: Statement

  constructor(db: Database, { table, column, newestFirst }: WalkTable) {
    this.selectAll = db.prepare(`SELECT endpoint, ${column} AS place FROM ${table}`)
    this.upsert = db.prepare(
      `INSERT INTO ${table} (endpoint, ${column}) VALUES (?, ?) ON CONFLICT DO UPDATE SET ${column} = excluded.${column}`,
    )
    this.remove = db.prepare(`DELETE FROM ${table} WHERE endpoint = ?`)
    const next = newestFirst
      ? 'SELECT max(seq) FROM captures WHERE seq < ?'
      : 'SELECT min(seq) FROM captures WHERE seq > ?'
    this.selectNext = db.prepare(next).pluck()
    this.selectNextOf = db.prepare(`${next} AND endpoint = ?`).pluck()
  }

  all(): StoredWalk<Endpoint>[] {
    const rows = this.selectAll.all() as StoredWalk<string>[]
    return rows.map(({ endpoint, place }) => ({ endpoint: (endpoint === '' ? null : endpoint) as Endpoint, place }))
  }

  save({ endpoint, place }: StoredWalk<Endpoint>): void {
    this.upsert.run(endpoint ?? '', place)
  }

  end(endpoint: Endpoint): void {
    this.remove.run(endpoint ?? '')
  }

  /** The capture that a walk comes to next; its own place if there is none. */
  next({ endpoint, place }: StoredWalk<Endpoint>): number {
    const next = endpoint === null ? this.selectNext.get(place) : this.selectNextOf.get(place, endpoint)
    return (next as number | null) ?? place
  }
}
