import fs from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { workerUrl } from '../worker-url.ts'
import { DATABASE_FILE } from './open-database.ts'

const CHECKPOINT_BYTES = 4 * 1024 * 1024
/** Frames of 4 KiB pages, so 48 MiB. */
const LONG_FRAMES = 12_000
/** Frames that the writer may copy itself; a few, so that it takes a millisecond or two. */
const RESTART_FRAMES = 2000

/** What the write-ahead log holds, and what of it is not in the database yet. */
export interface LogFrames {
  readonly frames: number
  readonly left: number
}

/**
 * Keeps the write-ahead log short. The worker copies it into the database; under a steady load new frames come in the
 * meantime, so that the log never starts again from its beginning. Once it is long, the writer copies the few frames
 * that are left itself, and then its next commit starts anew.
 */
export class Checkpointer {
  private readonly worker: Worker
  private readonly walFile: string
  private readonly db: Database
  private busy = false
  /** When the log was last written to, as of the checkpoint that copied all of it. */
  private copiedUpTo = 0
  private ended = false

  constructor(dataFolder: string, db: Database) {
    this.db = db
    this.walFile = path.join(dataFolder, `${DATABASE_FILE}-wal`)
    this.worker = new Worker(workerUrl(new URL('./checkpoint-worker.ts', import.meta.url)), {
      workerData: { dataFolder },
    })
    this.worker.on('message', (log: LogFrames | null) => {
      this.busy = false
      if (log === null || log.left > 0) this.copiedUpTo = 0
      // The file keeps its size when the log starts again, so its frames are what counts.
      if (log !== null && log.left < RESTART_FRAMES && log.frames > LONG_FRAMES) this.restart()
    })
    this.worker.on('error', () => {
      // Without the worker the log grows until the engine ends, and is copied when it closes.
      this.ended = true
    })
    this.worker.on('exit', () => {
      this.ended = true
    })
  }

  /** Called now and then: starts a checkpoint if the log is long enough. */
  tick(): void {
    if (this.busy || this.ended) return
    const wal = fs.statSync(this.walFile, { throwIfNoEntry: false })
    if (wal === undefined || wal.size < CHECKPOINT_BYTES || wal.mtimeMs === this.copiedUpTo) return
    this.busy = true
    this.copiedUpTo = wal.mtimeMs
    this.worker.postMessage('checkpoint')
  }

  async close(): Promise<void> {
    if (this.ended) return
    const exited = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()))
    this.worker.postMessage('close')
    await exited
  }

  private restart(): void {
    if (this.db.open && !this.db.inTransaction) this.db.pragma('wal_checkpoint(PASSIVE)')
  }
}
