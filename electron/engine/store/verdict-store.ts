import type { Database, Statement } from 'better-sqlite3'
import type { Verdict } from '../../../shared/signature/verdict.ts'
import type { ChangeLog } from './change-log.ts'
import { verdictCode } from './rows.ts'

/** What was found of one capture. Null: its provider is not known, so there is nothing to say. */
export interface StoredVerdict {
  readonly seq: number
  readonly found: {
    readonly verdict: Verdict
    readonly provider: string | null
    /** What was wrong, or missing; null if it is valid. */
    readonly reason: string | null
  } | null
}

/** Of captures that wait for a key that must be fetched. */
const KEY_NOT_FETCHED = 'key-not-fetched'

/** Verdicts beside captures, and how far checking has come. Writing methods run inside a transaction of the queue. */
export class VerdictStore {
  private readonly changes: ChangeLog
  private readonly upsert: Statement
  private readonly remove: Statement
  private readonly selectThrough: Statement
  private readonly updateThrough: Statement
  private readonly selectUnfetched: Statement

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    // What is the same is not told again: most captures keep their verdict when an endpoint is checked anew.
    this.upsert = db.prepare(
      `INSERT INTO verdicts (seq, verdict, provider, reason, checked_at)
       SELECT seq, ?, ?, ?, ? FROM captures WHERE seq = ?
       ON CONFLICT DO UPDATE SET verdict = excluded.verdict, provider = excluded.provider, reason = excluded.reason,
         checked_at = excluded.checked_at
       WHERE verdict <> excluded.verdict OR provider IS NOT excluded.provider OR reason IS NOT excluded.reason`,
    )
    this.remove = db.prepare('DELETE FROM verdicts WHERE seq = ?')
    this.selectThrough = db.prepare('SELECT through FROM verdict_progress').pluck()
    this.updateThrough = db.prepare('UPDATE verdict_progress SET through = max(through, ?)')
    this.selectUnfetched = db
      .prepare(`SELECT seq FROM verdicts WHERE reason = '${KEY_NOT_FETCHED}' ORDER BY seq DESC LIMIT ?`)
      .pluck()
  }

  /** Those whose verdict changed. */
  save(verdicts: ReadonlyArray<StoredVerdict>, now: number): number[] {
    return verdicts
      .filter(({ seq, found }) => {
        const { changes } =
          found === null
            ? this.remove.run(seq)
            : this.upsert.run(verdictCode(found.verdict), found.provider, found.reason, now, seq)
        if (changes > 0) this.changes.touched(seq)
        return changes > 0
      })
      .map(({ seq }) => seq)
  }

  /** Every capture up to this one has been checked. */
  through(): number {
    return this.selectThrough.get() as number
  }

  setThrough(seq: number): void {
    this.updateThrough.run(seq)
  }

  /** The newest captures that wait for a key. */
  unfetched(limit: number): number[] {
    return this.selectUnfetched.all(limit) as number[]
  }
}
