import type { Database, Statement } from 'better-sqlite3'

/** Rows of one statement, most first: half of what a short row costs is the statement around it. */
const SIZES: ReadonlyArray<number> = [16, 4, 1]

/**
 * Inserts the rows of a transaction with few statements. Call `flush` before its commit, `clear` after a rollback. Binding
 * a value costs as much as storing it, so the numbers of rows that follow each other are bound once for all.
 */
export class BatchInsert {
  private readonly columns: number
  /** For each of the sizes. */
  private readonly statements: ReadonlyArray<readonly [rows: number, insert: Statement]>
  private values: unknown[] = []
  /** Number of the first row that waits, and the one that would follow the last. */
  private first = 0
  private next = 0

  /**
   * `columns`: those besides the sequence number, which is each row's first. `sql` gets the rows as SQL, `(?, …), (?, …)`;
   * what is the same for all of them, it can say after the columns by `constants`: `, 0, NULL`.
   */
  constructor(db: Database, columns: number, sql: (rows: string) => string, constants = '') {
    this.columns = columns
    const row = (index: number) => `(@first + ${index}${', ?'.repeat(columns)}${constants})`
    const rows = (size: number) => Array.from({ length: size }, (_, index) => row(index)).join(', ')
    this.statements = SIZES.map((size) => [size, db.prepare(sql(rows(size)))])
  }

  /** Its values in the order of the columns, as many as there are. */
  add(seq: number, ...row: unknown[]): void {
    if (seq !== this.next) {
      this.flush()
      this.first = seq
    }
    this.next = seq + 1
    this.values.push(...row)
  }

  flush(): void {
    const { values, columns } = this
    if (values.length === 0) return
    let { first } = this
    this.clear()
    let at = 0
    for (const [rows, insert] of this.statements) {
      const size = rows * columns
      for (; at + size <= values.length; at += size, first += rows) {
        // As arguments: elements of an array cost more to get at than to bind.
        insert.run({ first }, ...values.slice(at, at + size))
      }
    }
  }

  clear(): void {
    this.values = []
    this.next = -1
  }
}
