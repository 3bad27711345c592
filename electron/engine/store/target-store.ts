import type { Database, Statement } from 'better-sqlite3'
import type { SavedTarget } from '../../../shared/delivery/target.ts'

/** Targets that are remembered because they were only used, not saved under a name. */
const REMEMBERED = 20

interface TargetRow {
  readonly url: string
  readonly name: string | null
  readonly allow_self_signed: number
  readonly last_used_at: number | null
}

/** Saved and remembered targets. Writing methods run inside a transaction. */
export class TargetStore {
  private readonly selectAll: Statement
  private readonly selectOne: Statement
  private readonly upsert: Statement
  private readonly touch: Statement
  private readonly forgetOld: Statement
  private readonly remove: Statement

  constructor(db: Database) {
    this.selectAll = db.prepare('SELECT * FROM targets ORDER BY name IS NULL, name, last_used_at DESC')
    this.selectOne = db.prepare('SELECT * FROM targets WHERE url = ?')
    this.upsert = db.prepare(
      `INSERT INTO targets (url, name, allow_self_signed, last_used_at) VALUES (?, ?, ?, NULL)
       ON CONFLICT DO UPDATE SET name = excluded.name, allow_self_signed = excluded.allow_self_signed`,
    )
    this.touch = db.prepare(
      `INSERT INTO targets (url, name, allow_self_signed, last_used_at) VALUES (?, NULL, 0, ?)
       ON CONFLICT DO UPDATE SET last_used_at = excluded.last_used_at`,
    )
    this.forgetOld = db.prepare(
      `DELETE FROM targets WHERE name IS NULL AND allow_self_signed = 0 AND url NOT IN
         (SELECT url FROM targets WHERE name IS NULL ORDER BY last_used_at DESC LIMIT ${REMEMBERED})`,
    )
    this.remove = db.prepare('DELETE FROM targets WHERE url = ?')
  }

  all(): SavedTarget[] {
    return (this.selectAll.all() as TargetRow[]).map(targetFromRow)
  }

  find(url: string): SavedTarget | null {
    const row = this.selectOne.get(url) as TargetRow | undefined
    return row === undefined ? null : targetFromRow(row)
  }

  save(target: Omit<SavedTarget, 'lastUsedAt'>): void {
    this.upsert.run(target.url, target.name, target.allowSelfSigned ? 1 : 0)
  }

  used(url: string, now: number): void {
    this.touch.run(url, now)
    this.forgetOld.run()
  }

  delete(url: string): void {
    this.remove.run(url)
  }
}

function targetFromRow(row: TargetRow): SavedTarget {
  return { url: row.url, name: row.name, allowSelfSigned: row.allow_self_signed === 1, lastUsedAt: row.last_used_at }
}
