import type { Database, Statement } from 'better-sqlite3'

/** Rows of one statement: half of what a short row costs is the statement around it. */
const ROWS = 8

/** Inserts the rows of a transaction with few statements. Call `flush` before its commit, `clear` after a rollback. */
export class BatchInsert {
  private readonly columns: number
  private readonly one: Statement
  private readonly many: Statement
  private values: unknown[] = []

  /** `sql` gets the rows as SQL: `(?, ?), (?, ?), …`. */
  constructor(db: Database, columns: number, sql: (rows: string) => string) {
    this.columns = columns
    const row = `(${Array(columns).fill('?').join(', ')})`
    this.one = db.prepare(sql(row))
    this.many = db.prepare(sql(Array(ROWS).fill(row).join(', ')))
  }

  /** Its values in the order of the columns, as many as there are. */
  add(...row: unknown[]): void {
    this.values.push(...row)
  }

  flush(): void {
    const { values, columns } = this
    this.values = []
    const full = ROWS * columns
    let at = 0
    for (; at + full <= values.length; at += full) this.many.run(values.slice(at, at + full))
    for (; at < values.length; at += columns) this.one.run(values.slice(at, at + columns))
  }

  clear(): void {
    this.values = []
  }
}
