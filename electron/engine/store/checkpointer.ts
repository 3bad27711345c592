import fs from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { workerUrl } from '../worker-url.ts'
import { DATABASE_FILE } from './open-database.ts'

const CHECKPOINT_BYTES = 4 * 1024 * 1024
const RESTART_BYTES = 48 * 1024 * 1024
/** Frames that the writer may copy itself; a few, so that it takes a millisecond or two. */
const RESTART_FRAMES = 2000

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
  private ended = false

  constructor(dataFolder: string, db: Database) {
    this.db = db
    this.walFile = path.join(dataFolder, `${DATABASE_FILE}-wal`)
    this.worker = new Worker(workerUrl(new URL('./checkpoint-worker.ts', import.meta.url)), {
      workerData: { dataFolder },
    })
    this.worker.on('message', (framesLeft: number | null) => {
      this.busy = false
      if (framesLeft !== null && framesLeft < RESTART_FRAMES && this.walBytes() > RESTART_BYTES) this.restart()
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
    if (this.busy || this.ended || this.walBytes() < CHECKPOINT_BYTES) return
    this.busy = true
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

  private walBytes(): number {
    return fs.statSync(this.walFile, { throwIfNoEntry: false })?.size ?? 0
  }
}
