import type { Statement } from 'better-sqlite3'
import type { Log } from '../log/log.ts'
import type { CaptureCount } from './capture-counts.ts'
import { ALL, type RetentionRules, retentionLimits } from './retention-limits.ts'
import type { Store } from './store.ts'

const TICK_MS = 500
/** Captures erased in one job of the queue. */
const STEP = 25
/** Steps in one tick: under a flood, erasing must keep up with receiving. */
const STEPS_A_TICK = 400
/** A job ends after so long. */
const SLICE_MS = 5
const VACUUM_PAGES = 128
const NOTHING: CaptureCount = { captures: 0, bytes: 0 }
/** How long a deleted capture can be brought back. */
export const TRASH_MS = 5 * 60_000

export interface RetentionHooks {
  erased(ids: ReadonlyArray<string>): void
  /** Captures were erased because of this. */
  firstTime(reason: string): void
}

/**
 * Erases what is beyond the user's own limits: by age, count and bytes, for all and for each endpoint, pinned ones
 * exempt. Oldest first, in small steps through the write queue.
 */
export class Retention {
  private readonly store: Store
  private readonly rules: () => RetentionRules
  private readonly hooks: RetentionHooks
  private readonly log: Log
  private readonly statements = new Map<string, Statement>()
  private timer: NodeJS.Timeout | null = null
  private running: Promise<void> | null = null
  private stopped = false
  private lastTotal = 0
  private failure: string | null = null

  constructor(store: Store, rules: () => RetentionRules, hooks: RetentionHooks, log: Log) {
    this.store = store
    this.rules = rules
    this.hooks = hooks
    this.log = log
  }

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run()
        .then(
          () => {
            this.failure = null
          },
          (error: unknown) => this.tellOnce(error),
        )
        .finally(() => {
          this.running = null
        })
    }, TICK_MS)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    this.stopped = true
    if (this.timer !== null) clearInterval(this.timer)
    await this.running
  }

  /** It is tried again with every tick, since erasing may be what makes room; the log hears of it once. */
  private tellOnce(error: unknown): void {
    if (this.failure === String(error)) return
    this.failure = String(error)
    this.log.error('Retention failed', error)
  }

  /** One round over all rules. */
  async run(now = Date.now()): Promise<void> {
    const trash = 'SELECT c.seq, c.body_size FROM marks m JOIN captures c ON c.seq = m.seq WHERE m.trashed_at < ?'
    await this.erase(trash, [now - TRASH_MS], () => ALL, null)
    for (const { where, oldest, values, excess, reason } of retentionLimits(this.rules(), this.store, now)) {
      if (!isOver(excess(NOTHING))) continue
      const pinned = where === null ? NOTHING : this.pinned(where, values)
      await this.erase(oldest, values, () => excess(pinned), reason)
    }
    if (this.store.changes.isLong) await this.store.queue.write(() => this.store.changes.pruneSome())
    await this.vacuumWhenQuiet()
  }

  /** Erases what `oldest` finds, step by step, while there is an excess and no further. */
  private async erase(
    oldest: string,
    values: unknown[],
    excess: () => CaptureCount,
    reason: string | null,
  ): Promise<void> {
    const select = this.prepare(`${oldest} LIMIT ${STEP}`)
    if (select.get(...values) === undefined) return
    for (let step = 0; step < STEPS_A_TICK && !this.stopped; step++) {
      const over = excess()
      if (!isOver(over)) return
      const { ids, isLast } = await this.store.queue.write(() => {
        const started = performance.now()
        const rows = select.all(...values) as Array<{ seq: number; body_size: number }>
        const ids: string[] = []
        let [captures, bytes] = [0, 0]
        for (const { seq, body_size } of rows) {
          if (captures >= over.captures && bytes >= over.bytes) break
          const id = this.store.eraser.erase(seq)
          if (id !== null) ids.push(id)
          captures++
          bytes += body_size
          if (performance.now() - started > SLICE_MS) break
        }
        return { ids, isLast: captures === rows.length && captures < STEP }
      })
      // What they took still counts until then.
      await this.store.chunks.gone()
      if (ids.length > 0) {
        this.hooks.erased(ids)
        if (reason !== null) this.hooks.firstTime(reason)
      }
      if (isLast) return
    }
  }

  /** What the user pinned is exempt: else as much as a limit of it would leave no room for anything new. */
  private pinned(where: string, values: unknown[]): CaptureCount {
    const { captures, bytes } = this.prepare(
      `SELECT count(*) AS captures, coalesce(sum(c.body_size), 0) AS bytes FROM marks m JOIN captures c ON c.seq = m.seq
       WHERE m.pinned = 1 AND m.trashed_at IS NULL AND ${where}`,
    ).get(...values) as CaptureCount
    return { captures, bytes }
  }

  /** Gives free pages back to the system, a few at a time, while nothing arrives. */
  private async vacuumWhenQuiet(): Promise<void> {
    const total = this.store.changes.current
    const quiet = total === this.lastTotal
    this.lastTotal = total
    if (!quiet || this.stopped) return
    const free = this.store.pages.free
    if (free < VACUUM_PAGES * 8) return
    for (let step = 0; step < 8 && !this.stopped && this.store.queue.waiting === 0; step++) {
      await this.store.queue.write(() => this.store.pages.giveBack(VACUUM_PAGES))
    }
  }

  private prepare(sql: string): Statement {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.store.db.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }
}

function isOver({ captures, bytes }: CaptureCount): boolean {
  return captures > 0 || bytes > 0
}
