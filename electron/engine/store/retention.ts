import type { Statement } from 'better-sqlite3'
import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import type { RetentionSettings } from '../../../shared/settings/settings.ts'
import type { Log } from '../log/log.ts'
import type { CaptureCount } from './capture-counts.ts'
import type { StoredEndpoint } from './endpoint-store.ts'
import { MALFORMED } from './rows.ts'
import type { Store } from './store.ts'

const TICK_MS = 500
/** Captures erased in one job of the queue. */
const STEP = 25
/** Steps in one tick: under a flood, erasing must keep up with receiving. */
const STEPS_A_TICK = 400
/** A job ends after so long: freeing the pages of one large body alone takes a while. */
const SLICE_MS = 5
const DAY_MS = 86_400_000
const VACUUM_PAGES = 128
/** Of the general limits: junk that is sent to a public URL must not push out what matters. */
const DEFAULT_SHARE = 0.8
const MALFORMED_CAPTURES = 2000
const MALFORMED_BYTES = 32 * 1024 * 1024
const NOTHING: CaptureCount = { captures: 0, bytes: 0 }
/** How long a deleted capture can be brought back. */
export const TRASH_MS = 5 * 60_000

export interface RetentionRules {
  readonly settings: RetentionSettings
  readonly endpoints: ReadonlyArray<StoredEndpoint>
}

/**
 * Erases what is beyond the user's own limits: by age, count and bytes, for all and for each endpoint, pinned ones
 * exempt. Oldest first, in small steps through the write queue.
 */
export class Retention {
  private readonly store: Store
  private readonly rules: () => RetentionRules
  private readonly hooks: { erased(ids: ReadonlyArray<string>): void; firstTime(reason: string): void }
  private readonly log: Log
  private readonly statements = new Map<string, Statement>()
  private timer: NodeJS.Timeout | null = null
  private running: Promise<void> | null = null
  private stopped = false
  private lastTotal = 0

  constructor(
    store: Store,
    rules: () => RetentionRules,
    hooks: { erased(ids: ReadonlyArray<string>): void; firstTime(reason: string): void },
    log: Log,
  ) {
    this.store = store
    this.rules = rules
    this.hooks = hooks
    this.log = log
  }

  start(): void {
    this.timer = setInterval(() => {
      this.running ??= this.run()
        .catch((error: unknown) => this.log.error('Retention failed', error))
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

  /** One round over all rules. */
  async run(now = Date.now()): Promise<void> {
    if (this.store.state.kind === 'failing' && this.store.queue.waiting > 0) return
    await this.erase('SELECT seq FROM marks WHERE trashed_at < ?', [now - TRASH_MS], () => STEP * STEPS_A_TICK, null)
    for (const { where, oldest, values, excess, reason } of this.limits(now)) {
      if (excess(NOTHING) <= 0) continue
      const pinned = where === null ? NOTHING : this.pinned(where, values)
      await this.erase(oldest, values, () => excess(pinned), reason)
    }
    if (this.store.changes.isLong) await this.store.queue.write(() => this.store.changes.pruneSome())
    await this.vacuumWhenQuiet()
  }

  private limits(now: number): Limit[] {
    const { counts } = this.store
    const { settings, endpoints } = this.rules()
    const limits: Limit[] = [
      {
        reason: `malformed requests are kept up to ${MALFORMED_CAPTURES}`,
        ...unpinned(`c.state = ${MALFORMED}`, []),
        excess: (pinned) => {
          const captures = counts.malformed().captures - pinned.captures
          const bytes = counts.malformed().bytes - pinned.bytes
          return Math.max(captures - MALFORMED_CAPTURES, bytes > MALFORMED_BYTES ? STEP : 0)
        },
      },
      ...endpoints.flatMap((endpoint) => endpointLimits(endpoint, settings, counts, now)),
    ]
    if (settings.maxAgeDays !== null) limits.push(ageLimit(settings.maxAgeDays, now, '1', []))
    limits.push({
      reason: `at most ${settings.maxCaptures.toLocaleString('en')} captures are kept`,
      ...unpinned('1', []),
      excess: (pinned) => counts.total().captures - pinned.captures - settings.maxCaptures,
    })
    limits.push({
      reason: `at most ${Math.round(settings.maxBytes / 1024 / 1024).toLocaleString('en')} MiB are kept`,
      ...unpinned('1', []),
      excess: (pinned) => (this.store.usedBytes() - pinned.bytes > settings.maxBytes ? STEP : 0),
    })
    return limits
  }

  /** Erases what `oldest` finds, step by step, while there is an excess. */
  private async erase(oldest: string, values: unknown[], excess: () => number, reason: string | null): Promise<void> {
    const select = this.prepare(`${oldest} LIMIT ?`).pluck()
    for (let step = 0; step < STEPS_A_TICK && !this.stopped; step++) {
      const wanted = Math.min(STEP, excess())
      if (wanted <= 0) return
      const { ids, isLast } = await this.store.queue.write(() => {
        const started = performance.now()
        const seqs = select.all(...values, wanted) as number[]
        const erased: Array<string | null> = []
        for (const seq of seqs) {
          erased.push(this.store.eraser.erase(seq))
          if (performance.now() - started > SLICE_MS) break
        }
        return {
          ids: erased.filter((id) => id !== null),
          isLast: erased.length === seqs.length && seqs.length < wanted,
        }
      })
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
    const free = this.store.db.pragma('freelist_count', { simple: true }) as number
    if (free < VACUUM_PAGES * 8) return
    for (let step = 0; step < 8 && !this.stopped && this.store.queue.waiting === 0; step++) {
      await this.store.queue.write(() => this.store.db.pragma(`incremental_vacuum(${VACUUM_PAGES})`))
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

interface Limit {
  readonly reason: string
  /** SQL for the captures that it is about; null if the pinned ones among them do not matter. */
  readonly where: string | null
  /** SQL for the sequence numbers to erase, oldest first. */
  readonly oldest: string
  readonly values: unknown[]
  /** How many are too many beside those that are pinned; at least 1 while there is too much. */
  readonly excess: (pinned: CaptureCount) => number
}

function endpointLimits(
  endpoint: StoredEndpoint,
  settings: RetentionSettings,
  counts: Store['counts'],
  now: number,
): Limit[] {
  const { slug, retention } = endpoint
  const share = slug === DEFAULT_ENDPOINT ? DEFAULT_SHARE : null
  const maxCaptures = retention.maxCaptures ?? (share === null ? null : Math.ceil(settings.maxCaptures * share))
  const maxBytes = retention.maxBytes ?? (share === null ? null : Math.ceil(settings.maxBytes * share))
  const own = unpinned(`c.endpoint = ? AND c.state <> ${MALFORMED}`, [slug])
  const limits: Limit[] = []
  if (retention.maxAgeDays !== null) limits.push(ageLimit(retention.maxAgeDays, now, 'c.endpoint = ?', [slug]))
  if (maxCaptures !== null) {
    limits.push({
      reason: `the endpoint ${slug} keeps at most ${maxCaptures.toLocaleString('en')} captures`,
      ...own,
      excess: (pinned) => counts.wellFormed(slug).captures - pinned.captures - maxCaptures,
    })
  }
  if (maxBytes !== null) {
    limits.push({
      reason: `the endpoint ${slug} keeps at most ${Math.round(maxBytes / 1024 / 1024).toLocaleString('en')} MiB of bodies`,
      ...own,
      excess: (pinned) => (counts.wellFormed(slug).bytes - pinned.bytes > maxBytes ? STEP : 0),
    })
  }
  return limits
}

function ageLimit(days: number, now: number, where: string, values: unknown[]): Limit {
  return {
    reason: `captures are kept for ${days} days`,
    where: null,
    oldest: `SELECT c.seq FROM captures c LEFT JOIN marks m ON m.seq = c.seq
      WHERE ${where} AND c.received_at < ? AND coalesce(m.pinned, 0) = 0 AND m.trashed_at IS NULL ORDER BY c.received_at`,
    values: [...values, now - days * DAY_MS],
    excess: () => STEP,
  }
}

function unpinned(where: string, values: unknown[]): Pick<Limit, 'where' | 'oldest' | 'values'> {
  const oldest = `SELECT c.seq FROM captures c LEFT JOIN marks m ON m.seq = c.seq
    WHERE ${where} AND coalesce(m.pinned, 0) = 0 AND m.trashed_at IS NULL ORDER BY c.seq`
  return { where, oldest, values }
}
