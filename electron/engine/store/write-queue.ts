import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'

/** Something to write. `run` must do all of its writing through the queue's own connection, synchronously. */
export interface WriteJob {
  run(): void
  /** Once it is on disk. */
  committed(): void
  /** It was not written, and nothing of it is on disk. */
  failed(error: unknown): void
  /** Bytes that it adds, to bound a commit. */
  readonly bytes: number
}

export interface WriteQueueHooks {
  /** Runs inside each transaction after its jobs: for sums over a batch. */
  beforeCommit(): void
  /** Runs once the transaction is on disk. */
  afterCommit(): void
  /** The transaction was rolled back: forget what `beforeCommit` would have written. */
  rolledBack(): void
  /** Whether the store could be written; told only when that changes, or the reason does. */
  health(failure: unknown | null): void
  /** The error that whoever waits for a background write gets. */
  explain(error: unknown): unknown
}

const COMMIT_BYTES = 4 * 1024 * 1024
const BACKGROUND_SLICE_MS = 5
const LAZY_MS = 10
const GATHER_MS = 1
const GATHERED_JOBS = 256
/** At least so much must have been written before trouble counts as over. */
const PROOF_BYTES = 64 * 1024
const BUSY_RETRY_MS = 20
const BUSY_PATIENCE_MS = 5000

/**
 * The only way to write to `captures.db`: one transaction for all that wait (group commit). Captures go first; anything
 * else runs behind them in slices of 5 ms. A commit that fails is tried again one by one, so that one bad
 * capture does not cost the others. Another program's lock is waited for without blocking the loop.
 */
export class WriteQueue {
  private urgent: WriteJob[] = []
  private background: WriteJob[] = []
  private scheduled = false
  private gathered = 0
  private gatheringSince = 0
  private lazy: NodeJS.Timeout | null = null
  private closed = false
  private busySince: number | null = null
  /** The code of the trouble that `health` was told of last. */
  private failing: string | null = null
  private missedBytes = 0
  private readonly db: Database
  private readonly hooks: WriteQueueHooks
  private readonly begin: Statement
  private readonly commit: Statement
  private readonly rollback: Statement

  constructor(db: Database, hooks: WriteQueueHooks) {
    this.db = db
    this.hooks = hooks
    this.begin = db.prepare('BEGIN IMMEDIATE')
    this.commit = db.prepare('COMMIT')
    this.rollback = db.prepare('ROLLBACK')
  }

  /** A commit of this many bytes would show that the trouble is over: a full disk still takes what is small. */
  get proofBytes(): number {
    return Math.max(PROOF_BYTES, this.missedBytes)
  }

  get waiting(): number {
    return this.urgent.length + this.background.length
  }

  /** Ahead of everything in the background. */
  push(job: WriteJob): void {
    if (this.closed) {
      job.failed(new AppError('unavailable', 'The store is closing.'))
      return
    }
    this.urgent.push(job)
    this.schedule()
  }

  /** With the next commit, whatever causes it, or soon: nobody waits for it, so it should not cost a commit of its own. */
  pushLazily(job: WriteJob): void {
    if (this.closed) {
      job.failed(new AppError('unavailable', 'The store is closing.'))
      return
    }
    this.urgent.push(job)
    if (this.scheduled) return
    this.lazy ??= setTimeout(this.flushLazily, LAZY_MS)
  }

  /** Behind the captures that wait. */
  pushBackground(job: WriteJob): void {
    if (this.closed) {
      job.failed(new AppError('unavailable', 'The store is closing.'))
      return
    }
    this.background.push(job)
    this.schedule()
  }

  /** Writes in the background and resolves, with what `run` returned, once that is on disk. */
  write<Value>(run: () => Value, bytes = 0): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      let value: Value
      this.pushBackground({
        bytes,
        run: () => {
          value = run()
        },
        committed: () => resolve(value),
        failed: (error) => reject(this.hooks.explain(error)),
      })
    })
  }

  /** Writes what still waits; whatever comes later is refused. */
  close(): void {
    this.closed = true
    if (this.lazy !== null) clearTimeout(this.lazy)
    for (let round = 0; this.waiting > 0 && round < 10_000; round++) this.flush()
    for (const job of [...this.urgent, ...this.background]) {
      job.failed(new AppError('unavailable', 'The store closed before this could be written.'))
    }
    this.urgent = []
    this.background = []
  }

  private schedule(): void {
    if (this.scheduled) return
    this.scheduled = true
    this.gathered = 0
    this.gatheringSince = performance.now()
    setImmediate(this.gather)
  }

  /**
   * Under load requests keep coming turn after turn, a few each, and a commit costs as much as some ten of them: so it
   * waits for the first turn that brings nothing new, at most a millisecond.
   */
  private readonly gather = (): void => {
    const { length } = this.urgent
    const isGrowing = length > this.gathered && length < GATHERED_JOBS
    if (isGrowing && !this.closed && performance.now() - this.gatheringSince < GATHER_MS) {
      this.gathered = length
      setImmediate(this.gather)
      return
    }
    this.flushScheduled()
  }

  private readonly flushLazily = (): void => {
    this.lazy = null
    if (!this.closed && this.waiting > 0) this.schedule()
  }

  private readonly flushScheduled = (): void => {
    this.scheduled = false
    if (this.closed) return
    this.flush()
    if (this.waiting > 0 && !this.scheduled) this.schedule()
  }

  private flush(): void {
    const started = performance.now()
    const batch = this.takeUrgent()
    let begun = false
    try {
      this.begin.run()
      begun = true
      for (const job of batch) job.run()
      let bytes = totalBytes(batch)
      for (let count = 0; ; count++) {
        const job = this.background[0]
        if (job === undefined) break
        bytes += job.bytes
        // At least one a turn, so that a flood of captures does not starve them.
        if (count > 0 && (bytes > COMMIT_BYTES || performance.now() - started >= BACKGROUND_SLICE_MS)) break
        batch.push(job)
        this.background.shift()
        job.run()
      }
      this.hooks.beforeCommit()
      this.commit.run()
    } catch (error) {
      if (begun) this.rollBack()
      if (isBusy(error) && this.waitForLock(batch)) return
      this.busySince = null
      if (!begun) {
        // Nothing at all can be written: whoever waits in the background must hear of it too, or would wait for ever.
        this.fail([...batch, ...this.background.splice(0)], error)
      } else if (batch.length > 1 && !isBusy(error)) {
        for (const job of batch) this.writeAlone(job)
      } else {
        this.fail(batch, error)
      }
      return
    }
    this.succeeded(batch)
  }

  private takeUrgent(): WriteJob[] {
    let bytes = 0
    let count = 0
    for (const job of this.urgent) {
      if (count > 0 && bytes + job.bytes > COMMIT_BYTES) break
      bytes += job.bytes
      count++
    }
    return this.urgent.splice(0, count)
  }

  private writeAlone(job: WriteJob): void {
    try {
      this.begin.run()
      job.run()
      this.hooks.beforeCommit()
      this.commit.run()
    } catch (error) {
      this.rollBack()
      this.fail([job], error)
      return
    }
    this.succeeded([job])
  }

  private succeeded(batch: ReadonlyArray<WriteJob>): void {
    this.hooks.afterCommit()
    this.busySince = null
    if (this.failing !== null && totalBytes(batch) >= this.proofBytes) {
      this.failing = null
      this.missedBytes = 0
      this.hooks.health(null)
    }
    for (const job of batch) settle(() => job.committed())
  }

  private fail(batch: ReadonlyArray<WriteJob>, error: unknown): void {
    if (isStoreFailure(error)) {
      this.missedBytes = Math.min(COMMIT_BYTES, Math.max(this.missedBytes, totalBytes(batch)))
      if (this.failing !== errorCode(error)) {
        this.failing = errorCode(error)
        this.hooks.health(error)
      }
    }
    for (const job of batch) settle(() => job.failed(error))
  }

  /** Puts the batch back and tries again soon; false once patience is over. */
  private waitForLock(batch: WriteJob[]): boolean {
    const now = performance.now()
    this.busySince ??= now
    if (this.closed || now - this.busySince > BUSY_PATIENCE_MS) return false
    this.urgent = [...batch, ...this.urgent]
    this.scheduled = true
    setTimeout(this.flushScheduled, BUSY_RETRY_MS)
    return true
  }

  private rollBack(): void {
    // SQLite rolls back by itself on some errors (full, I/O), and then there is nothing left to roll back.
    if (this.db.inTransaction) this.rollback.run()
    this.hooks.rolledBack()
  }
}

/** One callback that throws is a bug, told as any other; it must not keep the rest of the batch from being answered. */
function settle(callback: () => void): void {
  try {
    callback()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
  }
}

function totalBytes(batch: ReadonlyArray<WriteJob>): number {
  return batch.reduce((sum, job) => sum + job.bytes, 0)
}

function isBusy(error: unknown): boolean {
  return errorCode(error).startsWith('SQLITE_BUSY')
}

/** The store's trouble rather than the job's: what a sender is answered 503 for. */
export function isStoreFailure(error: unknown): boolean {
  return /^SQLITE_(FULL|IOERR|READONLY|BUSY|CORRUPT|NOTADB|CANTOPEN|NOMEM|PERM|AUTH|PROTOCOL|LOCKED)/.test(
    errorCode(error),
  )
}

function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
