import type { Database, Statement } from 'better-sqlite3'
import { foldCase } from '../../../shared/search/fold-case.ts'

/** A connection for questions: its prepared statements, and what all of them need. */
export class ReadConnection {
  private readonly db: Database
  private readonly statements = new Map<string, Statement>()

  constructor(db: Database) {
    this.db = db
    // SQLite's own lower() knows ASCII only.
    db.function('fold_case', { deterministic: true }, (text) => (text === null ? null : foldCase(String(text))))
  }

  prepare(sql: string): Statement {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.db.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }

  /** Reads that belong together see one state of the database. */
  snapshot<Value>(read: () => Value): Value {
    if (this.db.inTransaction) return read()
    return this.db.transaction(read)()
  }

  changeCounter(): number {
    return (this.prepare('SELECT max(change) FROM changes').pluck().get() as number | null) ?? 0
  }
}
