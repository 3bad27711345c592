import type { Database, Statement } from 'better-sqlite3'

/** Rows of one statement, most first: half of what a short row costs is the statement around it. */
const SIZES: ReadonlyArray<number> = [16, 4, 1]

interface Columns {
  /** Those that differ from row to row; the sequence number, which is each row's first, does not count. */
  readonly own: number
  /** Those behind them that are mostly the same for all rows of a transaction, such as the endpoint. */
  readonly alike?: number
}

interface Insert {
  readonly rows: number
  readonly each: Statement
  /** Binds what is the same in all rows once; null where that saves nothing. */
  readonly alike: Statement | null
}

/**
 * Inserts the rows of a transaction with few statements. Call `flush` before its commit, `clear` after a rollback. Binding
 * a value costs as much as storing it, so the numbers of rows that follow each other are bound once for all, and so is
 * what they have in common.
 */
export class BatchInsert {
  private readonly own: number
  private readonly inserts: ReadonlyArray<Insert>
  private rows: unknown[][] = []
  /** What is mostly the same, is the same in all rows that wait. */
  private areAlike = true
  /** Number of the first row that waits, and the one that would follow the last. */
  private first = 0
  private next = 0

  /**
   * `sql` gets the rows as SQL, `(?, …), (?, …)`; what is always the same for all of them, it can say after the columns by
   * `constants`: `, 0, NULL`.
   */
  constructor(db: Database, { own, alike = 0 }: Columns, sql: (rows: string) => string, constants = '') {
    this.own = own
    const rows = (size: number, shared: string) =>
      Array.from({ length: size }, (_, at) => `(@first + ${at}${', ?'.repeat(own)}${shared}${constants})`).join(', ')
    const named = Array.from({ length: alike }, (_, at) => `, @${alikeName(at)}`).join('')
    this.inserts = SIZES.map((size) => ({
      rows: size,
      each: db.prepare(sql(rows(size, ', ?'.repeat(alike)))),
      alike: alike > 0 && size > 1 ? db.prepare(sql(rows(size, named))) : null,
    }))
  }

  /** Its values in the order of the columns, as many as there are. */
  add(seq: number, ...row: unknown[]): void {
    if (seq !== this.next) {
      this.flush()
      this.first = seq
    }
    this.next = seq + 1
    this.areAlike &&= this.isLikeFirst(row)
    this.rows.push(row)
  }

  flush(): void {
    const { rows, own } = this
    const [one] = rows
    if (one === undefined) return
    const shared = this.areAlike ? Object.fromEntries(one.slice(own).map((value, at) => [alikeName(at), value])) : null
    let { first } = this
    this.clear()
    let at = 0
    for (const { rows: size, each, alike } of this.inserts) {
      for (; at + size <= rows.length; at += size, first += size) {
        // As arguments: elements of an array cost more to get at than to bind.
        if (shared !== null && alike !== null) alike.run({ ...shared, first }, ...valuesOf(rows, at, size, own))
        else each.run({ first }, ...valuesOf(rows, at, size, one.length))
      }
    }
  }

  clear(): void {
    this.rows = []
    this.areAlike = true
    this.next = -1
  }

  private isLikeFirst(row: ReadonlyArray<unknown>): boolean {
    const first = this.rows[0] ?? row
    for (let at = this.own; at < row.length; at++) if (row[at] !== first[at]) return false
    return true
  }
}

function alikeName(at: number): string {
  return `alike${at}`
}

/** The first so many values of each of so many rows. */
function valuesOf(rows: ReadonlyArray<ReadonlyArray<unknown>>, from: number, size: number, count: number): unknown[] {
  const values: unknown[] = []
  for (let at = from; at < from + size; at++) {
    const row = rows[at] as ReadonlyArray<unknown>
    for (let column = 0; column < count; column++) values.push(row[column])
  }
  return values
}
