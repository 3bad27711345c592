import { inSlices } from '../in-slices.ts'
import type { Store } from '../store/store.ts'
import { CHUNK_BYTES } from '../store/stored-body.ts'
import type { ImportBatch } from './import-messages.ts'

/** Captures of one job of the queue: so few that it takes a fraction of a slice. */
const JOB_CAPTURES = 24
const REVEALED_AT_ONCE = 50
const UNDONE_AT_ONCE = 25

type BatchCapture = ImportBatch['captures'][number]

/** Writes an import through the queue: hidden, then all of it at once, then brought to light; or taken back. */
export class ImportWriter {
  private readonly store: Store
  private importId = 0
  private lastSeq: number | null = null

  constructor(store: Store) {
    this.store = store
  }

  async begin(file: string, format: string): Promise<void> {
    this.importId = await this.store.queue.write(() => this.store.imports.begin(Date.now(), file, format))
  }

  /** Resolves once it is on disk. */
  async add({ captures, deliveries }: ImportBatch): Promise<void> {
    for (const { row, largeBody } of captures) {
      if (largeBody !== null) await this.addChunks(row.capture.id, largeBody)
    }
    const before = this.lastSeq
    // All at once: the queue decides how many of these small jobs go into one commit.
    const jobs = inSlices(captures, JOB_CAPTURES).map((some) => this.addSome(some))
    const seqs = (await Promise.all(jobs)).flat()
    this.lastSeq = seqs.at(-1) ?? before
    if (deliveries.length === 0) return
    await this.store.deliveries.addMany(
      deliveries.map((row) => ({ ...row, captureSeq: (row.captureSeq < 0 ? before : seqs[row.captureSeq]) ?? 0 })),
    )
  }

  /** One small commit: from here on it is whole, whatever happens. `also` is written with it. */
  async commit(also: () => void): Promise<void> {
    await this.store.queue.write(() => {
      also()
      this.store.imports.commit(this.importId)
    })
  }

  /** Brings all of it to light, and says which, some at a time. */
  async reveal(revealed: (seqs: ReadonlyArray<number>) => void): Promise<void> {
    for (;;) {
      const seqs = await this.store.queue.write(() => this.store.imports.revealSome(this.importId, REVEALED_AT_ONCE))
      if (seqs.length === 0) break
      revealed(seqs)
    }
    await this.store.queue.write(() => this.store.imports.finish(this.importId))
  }

  async undo(): Promise<void> {
    while ((await this.store.queue.write(() => this.store.imports.undoSome(this.importId, UNDONE_AT_ONCE))) > 0) {
      // What they took is given back a few chunks at a time.
      await this.store.chunks.gone()
    }
    await this.store.queue.write(() => this.store.imports.forget(this.importId))
  }

  /** Goes on where an engine ended: forward if all of an import is on disk, else back. Says which; null if there is nothing. */
  async recover(revealed: (seqs: ReadonlyArray<number>) => void): Promise<'finished' | 'undone' | null> {
    let what: 'finished' | 'undone' | null = null
    for (;;) {
      const unfinished = this.store.imports.unfinished()
      if (unfinished === null) return what
      this.importId = unfinished.id
      what = unfinished.isWhole ? 'finished' : 'undone'
      await (unfinished.isWhole ? this.reveal(revealed) : this.undo())
    }
  }

  private addSome(captures: ReadonlyArray<BatchCapture>): Promise<number[]> {
    const bytes = captures.reduce((sum, { row }) => sum + (row.body?.length ?? 0), 0)
    return this.store.queue.write(() => captures.map(({ row }) => this.store.imports.add(this.importId, row)), bytes)
  }

  /** Ahead of its row, a chunk a job, so that senders are answered in between. */
  private async addChunks(owner: Uint8Array, body: Uint8Array): Promise<void> {
    for (let n = 0; n * CHUNK_BYTES < body.length; n++) {
      const chunk = body.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)
      await this.store.queue.write(() => this.store.imports.addChunk(owner, n, chunk), chunk.length)
    }
  }
}
