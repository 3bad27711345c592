import type { Database, Statement } from 'better-sqlite3'
import type { Gram } from '../../searched-text/grams.ts'
import type { IndexSource } from './index-source.ts'

/** A capture as it goes into the index. */
export interface IndexEntry {
  readonly seq: number
  readonly id: Uint8Array
  /** Its grams, each as a word. */
  readonly words: string
  /** Not everything that it holds is among them. */
  readonly partial: boolean
}

const KEPT_ANCHORS = 200
const SWEPT_AT_ONCE = 5000
/** Free pages that are given back in one go. */
const VACUUM_PAGES = 512

/** The one that writes the index. Each method is a transaction of its own. */
export class IndexWriter {
  private readonly db: Database
  private readonly insert: Statement
  private readonly insertPartial: Statement
  private readonly remove: Statement
  private readonly setProgress: Statement
  /** Everything up to this sequence number is indexed. */
  private indexed: number

  constructor(db: Database) {
    this.db = db
    this.insert = db.prepare('INSERT INTO grams (rowid, words) VALUES (?, ?)')
    this.insertPartial = db.prepare('INSERT OR IGNORE INTO partial (seq) VALUES (?)')
    this.remove = db.prepare('DELETE FROM grams WHERE rowid = ?')
    this.setProgress = db.prepare('UPDATE progress SET value = ? WHERE key = ?')
    this.indexed = this.progress('through')
  }

  get through(): number {
    return this.indexed
  }

  /** The change counter up to which deletions are known. */
  get change(): number {
    return this.progress('change')
  }

  belongsTo(source: IndexSource): boolean {
    return isIndexOf(this.db, source)
  }

  /** The next ones, in their order. Returns the last; null if there was none. */
  add(entries: Iterable<IndexEntry>): number | null {
    const last = this.db.transaction(() => {
      let latest: IndexEntry | null = null
      for (const entry of entries) {
        this.insert.run(entry.seq, entry.words)
        if (entry.partial) this.insertPartial.run(entry.seq)
        latest = entry
      }
      if (latest === null) return null
      this.anchor(latest)
      this.setProgress.run(latest.seq, 'through')
      return latest.seq
    })()
    this.indexed = last ?? this.indexed
    return last
  }

  /** Up to there nothing else is to be indexed. */
  passTo(through: number): void {
    this.setProgress.run(through, 'through')
    this.indexed = through
  }

  /** From the next capture on these grams are left out. */
  beginEra(leftOut: ReadonlyArray<Gram>): void {
    const bytes = Buffer.from(Uint32Array.from(leftOut).buffer)
    this.db.prepare('INSERT OR REPLACE INTO eras (first_seq, left_out) VALUES (?, ?)').run(this.indexed + 1, bytes)
  }

  /** What is left out now. */
  leftOut(): Gram[] {
    const bytes = this.db.prepare('SELECT left_out FROM eras ORDER BY first_seq DESC LIMIT 1').pluck().get()
    return bytes === undefined ? [] : gramsFromBytes(bytes as Uint8Array)
  }

  doom(seqs: ReadonlyArray<number>, change: number): void {
    this.db.transaction(() => {
      const doom = this.db.prepare('INSERT OR IGNORE INTO doomed (seq) VALUES (?)')
      for (const seq of seqs) doom.run(seq)
      this.setProgress.run(change, 'change')
    })()
  }

  /** Some of those that were deleted, after this one. */
  doomedAfter(seq: number, limit: number): number[] {
    return this.db
      .prepare('SELECT seq FROM doomed WHERE seq > ? ORDER BY seq LIMIT ?')
      .pluck()
      .all(seq, limit) as number[]
  }

  /** Takes out those that are `gone`; those that are `back` need no more looking after. */
  settle(gone: ReadonlyArray<number>, back: ReadonlyArray<number>): void {
    this.db.transaction(() => {
      const spare = this.db.prepare('DELETE FROM doomed WHERE seq = ?')
      for (const seq of gone) this.takeOut(seq)
      for (const seq of [...gone, ...back]) spare.run(seq)
    })()
  }

  /** Takes out what exists no more, from a capture on. Returns where to go on from; null at the end. */
  sweep(after: number, source: IndexSource): number | null {
    const seqs = this.db
      .prepare('SELECT rowid FROM grams WHERE rowid > ? ORDER BY rowid LIMIT ?')
      .pluck()
      .all(after, SWEPT_AT_ONCE) as number[]
    const [first] = seqs
    const last = seqs.at(-1)
    if (first === undefined || last === undefined) return null
    const existing = source.existing(first, last)
    this.settle(
      seqs.filter((seq) => !existing.has(seq)),
      [],
    )
    return last
  }

  /** All captures are gone. */
  empty(): void {
    this.db.transaction(() => {
      // The eras stay: what is left out now is left out of what comes, too.
      this.db.exec(`INSERT INTO grams (grams) VALUES ('delete-all');
        DELETE FROM doomed; DELETE FROM partial; DELETE FROM anchors;`)
    })()
  }

  isEmpty(): boolean {
    return this.db.prepare('SELECT 1 FROM grams_docsize LIMIT 1').get() === undefined
  }

  /** Gives free pages back to the disk, some at a time; false if there are few. */
  shrink(): boolean {
    const free = this.db.pragma('freelist_count', { simple: true }) as number
    if (free < VACUUM_PAGES) return false
    this.db.pragma(`incremental_vacuum(${VACUUM_PAGES})`)
    return true
  }

  close(): void {
    this.db.close()
  }

  private takeOut(seq: number): void {
    this.remove.run(seq)
    this.db.prepare('DELETE FROM partial WHERE seq = ?').run(seq)
  }

  private anchor({ seq, id }: IndexEntry): void {
    this.db.prepare('INSERT OR REPLACE INTO anchors (seq, id) VALUES (?, ?)').run(seq, id)
    this.db
      .prepare('DELETE FROM anchors WHERE seq < (SELECT seq FROM anchors ORDER BY seq DESC LIMIT 1 OFFSET ?)')
      .run(KEPT_ANCHORS)
  }

  private progress(key: 'through' | 'change'): number {
    return this.db.prepare('SELECT value FROM progress WHERE key = ?').pluck().get(key) as number
  }
}

/** Whether an index was made from these captures: they may have been replaced, by a backup for one. */
export function isIndexOf(db: Database, source: IndexSource): boolean {
  const through = db.prepare("SELECT value FROM progress WHERE key = 'through'").pluck().get() as number
  if (source.newest() < through) return false
  const anchors = db.prepare('SELECT seq, id FROM anchors ORDER BY seq DESC').all() as Array<{
    seq: number
    id: Uint8Array
  }>
  for (const { seq, id } of anchors) {
    const found = source.idOf(seq)
    if (found !== null) return Buffer.compare(found, id) === 0
  }
  return !source.hasUpTo(through)
}

export function gramsFromBytes(bytes: Uint8Array): Gram[] {
  // Copied, since four-byte numbers must lie at a multiple of four.
  const own = new Uint8Array(bytes)
  return [...new Uint32Array(own.buffer)]
}
