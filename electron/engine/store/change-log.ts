import type { Database, Statement } from 'better-sqlite3'

/** Changes kept for screens to catch up by; an older screen begins anew. */
const KEPT_CHANGES = 200_000
const PRUNED_AT_ONCE = 2000

/**
 * The change counter: a number for each thing that a screen must hear of, never used twice. What a commit touched is
 * noted as ranges of sequence numbers, since a row for every capture would cost as much as its index entries.
 */
export class ChangeLog {
  private counter: number
  private committed: number
  private pruned: number
  private pending: number[] = []
  private readonly insert: Statement
  private readonly prune: Statement

  constructor(db: Database) {
    this.counter = (db.prepare('SELECT max(change) FROM changes').pluck().get() as number | null) ?? 0
    this.committed = this.counter
    this.pruned = (db.prepare('SELECT min(change) FROM changes').pluck().get() as number | null) ?? 0
    this.insert = db.prepare('INSERT INTO changes (change, first_seq, last_seq, deleted_id) VALUES (?, ?, ?, ?)')
    this.prune = db.prepare('DELETE FROM changes WHERE change < ?')
  }

  /** As of the last commit. */
  get current(): number {
    return this.committed
  }

  /** Whether `pruneSome` has something to do. */
  get isLong(): boolean {
    return this.counter - this.pruned > KEPT_CHANGES * 1.1
  }

  /** Inside a transaction. */
  touched(seq: number): void {
    this.pending.push(seq)
  }

  /** Inside a transaction. */
  deleted(seq: number, id: Uint8Array): void {
    this.note()
    this.insert.run(++this.counter, seq, seq, id)
  }

  /** Inside a transaction: drops some of the oldest. */
  pruneSome(): void {
    this.pruned = Math.min(this.pruned + PRUNED_AT_ONCE, this.counter - KEPT_CHANGES)
    this.prune.run(this.pruned)
  }

  beforeCommit(): void {
    this.note()
  }

  afterCommit(): void {
    this.committed = this.counter
  }

  rolledBack(): void {
    this.pending = []
    this.counter = this.committed
  }

  private note(): void {
    if (this.pending.length === 0) return
    for (const [first, last] of ranges(this.pending)) this.insert.run(++this.counter, first, last, null)
    this.pending = []
  }
}

/** Runs of numbers that follow each other, each number once. */
function ranges(numbers: ReadonlyArray<number>): Array<[first: number, last: number]> {
  const found: Array<[number, number]> = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const open = found.at(-1)
    if (open !== undefined && number <= open[1] + 1) open[1] = number
    else found.push([number, number])
  }
  return found
}
