import fs from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Log } from '../log/log.ts'
import { AnsweringThread } from '../threads/answering-thread.ts'
import { threadMemory } from '../threads/thread-memory.ts'
import type { CheckpointCalls } from './checkpoint-worker.ts'
import { DATABASE_FILE } from './open-database.ts'

const CHECKPOINT_BYTES = 4 * 1024 * 1024
/** Frames of 4 KiB pages, so 48 MiB. */
const LONG_FRAMES = 12_000
/** Frames that the writer may copy itself; a few, so that it takes a millisecond or two. */
const RESTART_FRAMES = 2000
/** A thread that ended is started again after so long. */
const RESTART_MS = 1000

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
  private readonly thread: AnsweringThread<CheckpointCalls>
  private readonly walFile: string
  private readonly db: Database
  private readonly log: Log
  private busy = false
  /** When the log was last written to, as of the checkpoint that copied all of it. */
  private copiedUpTo = 0
  private restartAt = 0
  /** What the log was told of last. */
  private told: string | null = null
  private closed = false

  constructor(dataFolder: string, db: Database, log: Log) {
    this.db = db
    this.log = log
    this.walFile = path.join(dataFolder, `${DATABASE_FILE}-wal`)
    this.thread = new AnsweringThread({
      name: 'The thread that copies the write-ahead log',
      source: new URL('./checkpoint-worker.ts', import.meta.url),
      data: { dataFolder },
      memory: threadMemory(64),
    })
  }

  /** Called now and then: starts a checkpoint if the log is long enough. Never throws: it runs from a timer. */
  tick(): void {
    if (this.busy || this.closed || performance.now() < this.restartAt) return
    try {
      const wal = fs.statSync(this.walFile, { throwIfNoEntry: false })
      if (wal === undefined || wal.size < CHECKPOINT_BYTES || wal.mtimeMs === this.copiedUpTo) return
      this.busy = true
      this.copiedUpTo = wal.mtimeMs
      this.thread.ask('checkpoint').then(
        (log) => this.copied(log),
        (error: unknown) => this.ended(error),
      )
    } catch (error) {
      this.trouble('The write-ahead log could not be looked at', error)
    }
  }

  async close(): Promise<void> {
    this.closed = true
    await this.thread.close()
  }

  private copied(log: LogFrames | null): void {
    this.busy = false
    if (log !== null) this.told = null
    if (log === null || log.left > 0) this.copiedUpTo = 0
    // The file keeps its size when the log starts again, so its frames are what counts.
    if (log !== null && log.left < RESTART_FRAMES && log.frames > LONG_FRAMES) this.restart()
  }

  private ended(error: unknown): void {
    this.busy = false
    this.copiedUpTo = 0
    this.restartAt = performance.now() + RESTART_MS
    if (!this.closed) this.trouble('The thread that copies the write-ahead log ended; it is started again', error)
  }

  private restart(): void {
    try {
      if (this.db.open && !this.db.inTransaction) this.db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      // A full disk, or one that fails: the log goes on growing, and the next round tries again.
      this.trouble('The write-ahead log could not be started anew', error)
    }
  }

  /** Ticks come four times a second: the log hears of a trouble once until it is over. */
  private trouble(message: string, error: unknown): void {
    if (this.told === message) return
    this.told = message
    this.log.error(message, error)
  }
}
