import type { Database, Statement } from 'better-sqlite3'
import type { Log } from '../log/log.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import type { WriteQueue } from './write-queue.ts'

/** Freeing the pages of so many takes a millisecond or two. */
const CHUNKS_A_JOB = 4
/** How long one job looks for what an engine left. */
const SLICE_MS = 5
/** Before every owner. */
const FIRST = Buffer.alloc(0)

/**
 * Large bodies, in pieces that are written ahead of the row that owns them: a capture, or a delivery. Those whose owner is gone,
 * or never came to be, are removed behind it and a few at a time, since those of one large body would hold up the loop.
 */
export class BodyChunks {
  private dropped: Uint8Array[] = []
  private dropping: Promise<void> | null = null
  /** Owners whose row may still be to come, until what an engine left has been looked for: by their ids as latin1 text. */
  private written: Set<string> | null = new Set()
  private closed = false
  private readonly queue: WriteQueue
  private readonly log: Log
  private readonly insertOne: Statement
  private readonly deleteSome: Statement
  private readonly nextOwner: Statement
  private readonly isOwned: Statement

  constructor(db: Database, queue: WriteQueue, log: Log) {
    this.log = log
    this.queue = queue
    const owned = `EXISTS (SELECT 1 FROM captures WHERE id = @owner AND body_size > ${CHUNK_BYTES})
      OR EXISTS (SELECT 1 FROM deliveries WHERE id = @owner)`
    this.insertOne = db.prepare('INSERT INTO body_chunks (owner, part, n, bytes) VALUES (?, ?, ?, ?)')
    // The transaction that removed their owner may have been rolled back: never those of what is there.
    this.deleteSome = db.prepare(
      `DELETE FROM body_chunks
       WHERE rowid IN (SELECT rowid FROM body_chunks WHERE owner = @owner LIMIT ${CHUNKS_A_JOB}) AND NOT (${owned})`,
    )
    this.nextOwner = db.prepare('SELECT min(owner) FROM body_chunks WHERE owner > ?').pluck()
    this.isOwned = db.prepare(`SELECT ${owned}`).pluck()
  }

  /** Inside a transaction of the queue. `part`: of a delivery 0 is what was sent, 1 what came back. */
  insert(owner: Uint8Array, part: 0 | 1, n: number, bytes: Uint8Array): void {
    this.written?.add(keyOf(owner))
    this.insertOne.run(owner, part, n, bytes)
  }

  /** Removes those of this capture or delivery. Inside the transaction that removes it, or after it failed. */
  drop(owner: Uint8Array): void {
    this.dropped.push(owner)
    this.dropping ??= this.dropAll()
  }

  /** Resolves once none is left to be removed, or they cannot be removed now. */
  async gone(): Promise<void> {
    await this.dropping
  }

  /** Removes what an engine left that died before the row of its chunks was on disk. Once, and behind what is received. */
  async sweep(): Promise<void> {
    try {
      for (let after: Uint8Array | null = FIRST; after !== null && !this.closed; ) {
        after = await this.queue.write(() => this.sweepSome(after ?? FIRST))
        await this.gone()
      }
    } catch (error) {
      // A full or locked store: the next start looks again.
      if (!this.closed) this.log.warn('Chunks that an engine left could not be looked for', { error: String(error) })
    } finally {
      this.written = null
    }
  }

  close(): void {
    this.closed = true
  }

  /** The last owner that was looked at; null at the end. */
  private sweepSome(after: Uint8Array): Uint8Array | null {
    const started = performance.now()
    for (let owner = after; performance.now() - started < SLICE_MS; after = owner) {
      const next = this.nextOwner.get(owner) as Uint8Array | null
      if (next === null) return null
      owner = next
      if (this.isOwned.get({ owner }) === 0 && !this.written?.has(keyOf(owner))) this.drop(owner)
    }
    return after
  }

  private async dropAll(): Promise<void> {
    try {
      for (let owner = this.dropped[0]; owner !== undefined; owner = this.dropped[0]) {
        const { changes } = await this.queue.write(() => this.deleteSome.run({ owner }))
        if (changes < CHUNKS_A_JOB) this.dropped.shift()
      }
    } catch (error) {
      // The next start looks for what is left.
      this.log.warn('Chunks of bodies that are gone could not be removed', { error: String(error) })
      this.dropped = []
    } finally {
      this.dropping = null
    }
  }
}

function keyOf(owner: Uint8Array): string {
  return Buffer.from(owner.buffer, owner.byteOffset, owner.byteLength).toString('latin1')
}
