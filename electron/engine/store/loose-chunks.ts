import type { Database, Statement } from 'better-sqlite3'
import type { Log } from '../log/log.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import type { WriteQueue } from './write-queue.ts'

/** Freeing the pages of so many takes a millisecond or two. */
const CHUNKS_A_JOB = 4

/**
 * Removes the chunks of bodies whose capture or delivery is gone, or never came to be: behind it and a few at a time,
 * since those of one large body would hold up the loop. What is left when the engine ends goes when the store next opens.
 */
export class LooseChunks {
  private owners: Uint8Array[] = []
  private running: Promise<void> | null = null
  private readonly queue: WriteQueue
  private readonly log: Log
  private readonly deleteSome: Statement

  constructor(db: Database, queue: WriteQueue, log: Log) {
    this.log = log
    this.queue = queue
    // The transaction that made them loose may have been rolled back: never those of what is there.
    this.deleteSome = db.prepare(
      `DELETE FROM body_chunks WHERE rowid IN (SELECT rowid FROM body_chunks WHERE owner = @owner LIMIT ${CHUNKS_A_JOB})
         AND NOT EXISTS (SELECT 1 FROM captures WHERE id = @owner AND body_size > ${CHUNK_BYTES}) AND NOT EXISTS (SELECT 1 FROM deliveries WHERE id = @owner)`,
    )
  }

  /** Of this capture or delivery. Inside the transaction that removes it, or after it failed. */
  add(owner: Uint8Array): void {
    this.owners.push(owner)
    this.running ??= this.drop()
  }

  /** Resolves once none is left, or they cannot be removed now. */
  async gone(): Promise<void> {
    await this.running
  }

  private async drop(): Promise<void> {
    try {
      for (let owner = this.owners[0]; owner !== undefined; owner = this.owners[0]) {
        const { changes } = await this.queue.write(() => this.deleteSome.run({ owner }))
        if (changes < CHUNKS_A_JOB) this.owners.shift()
      }
    } catch (error) {
      // The next start looks for what is left.
      this.log.warn('Chunks of bodies that are gone could not be removed', { error: String(error) })
      this.owners = []
    } finally {
      this.running = null
    }
  }
}
