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
/** A job ends after so long. */
const SLICE_MS = 5
export const DAY_MS = 86_400_000
const VACUUM_PAGES = 128
/** Of the general limits: junk that is sent to a public URL must not push out what matters. */
export const DEFAULT_SHARE = 0.8
export const MALFORMED_CAPTURES = 2000
export const MALFORMED_BYTES = 32 * 1024 * 1024
const NOTHING: CaptureCount = { captures: 0, bytes: 0 }
const ALL: CaptureCount = { captures: Number.POSITIVE_INFINITY, bytes: 0 }
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
  private failure: string | null = null

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
    for (const { where, oldest, values, excess, reason } of this.limits(now)) {
      if (!isOver(excess(NOTHING))) continue
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
          const { captures, bytes } = counts.malformed()
          return {
            captures: captures - pinned.captures - MALFORMED_CAPTURES,
            bytes: bytes - pinned.bytes - MALFORMED_BYTES,
          }
        },
      },
      ...endpoints.flatMap((endpoint) => endpointLimits(endpoint, settings, counts, now)),
    ]
    if (settings.maxAgeDays !== null) limits.push(ageLimit(settings.maxAgeDays, now))
    limits.push({
      reason: `at most ${settings.maxCaptures.toLocaleString('en')} captures are kept`,
      ...unpinned('1', []),
      excess: (pinned) => tooMany(counts.total(), pinned, settings.maxCaptures),
    })
    limits.push({
      reason: `at most ${Math.round(settings.maxBytes / 1024 / 1024).toLocaleString('en')} MiB are kept`,
      ...unpinned('1', []),
      excess: (pinned) => tooLarge(this.store.pages.usedBytes, pinned, settings.maxBytes),
    })
    return limits
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

interface Limit {
  readonly reason: string
  /** SQL for the captures that it is about; null if the pinned ones among them do not matter. */
  readonly where: string | null
  /** SQL for the sequence numbers to erase, oldest first. */
  readonly oldest: string
  readonly values: unknown[]
  /** What is too much beside what is pinned; a figure above 0 says that there is. */
  readonly excess: (pinned: CaptureCount) => CaptureCount
}

function tooMany(count: CaptureCount, pinned: CaptureCount, limit: number): CaptureCount {
  return { captures: count.captures - pinned.captures - limit, bytes: 0 }
}

function tooLarge(bytes: number, pinned: CaptureCount, limit: number): CaptureCount {
  return { captures: 0, bytes: bytes - pinned.bytes - limit }
}

function isOver({ captures, bytes }: CaptureCount): boolean {
  return captures > 0 || bytes > 0
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
  if (retention.maxAgeDays !== null) limits.push(endpointAgeLimit(slug, retention.maxAgeDays, now))
  if (maxCaptures !== null) {
    limits.push({
      reason: `the endpoint ${slug} keeps at most ${maxCaptures.toLocaleString('en')} captures`,
      ...own,
      excess: (pinned) => tooMany(counts.wellFormed(slug), pinned, maxCaptures),
    })
  }
  if (maxBytes !== null) {
    limits.push({
      reason: `the endpoint ${slug} keeps at most ${Math.round(maxBytes / 1024 / 1024).toLocaleString('en')} MiB of bodies`,
      ...own,
      excess: (pinned) => tooLarge(counts.wellFormed(slug).bytes, pinned, maxBytes),
    })
  }
  return limits
}

function ageLimit(days: number, now: number): Limit {
  return {
    reason: ageReason(days),
    where: null,
    oldest: `SELECT c.seq, c.body_size FROM captures c LEFT JOIN marks m ON m.seq = c.seq
      WHERE c.received_at < ? AND coalesce(m.pinned, 0) = 0 AND m.trashed_at IS NULL ORDER BY c.received_at`,
    values: [now - days * DAY_MS],
    excess: () => ALL,
  }
}

/**
 * Looks at the first that came in only: there is no index for the times of one endpoint, and a look at all that is old
 * would take longer than the loop that receives has. A clock that jumped delays the end of what came in then.
 */
function endpointAgeLimit(slug: string, days: number, now: number): Limit {
  const { oldest } = unpinned('c.endpoint = ?', [slug])
  return {
    reason: ageReason(days),
    where: null,
    oldest: `SELECT seq, body_size FROM (${oldest} LIMIT ${4 * STEP}) WHERE received_at < ?`,
    values: [slug, now - days * DAY_MS],
    excess: () => ALL,
  }
}

function ageReason(days: number): string {
  return `captures are kept for ${days} days`
}

function unpinned(where: string, values: unknown[]): Pick<Limit, 'where' | 'oldest' | 'values'> {
  const oldest = `SELECT c.seq, c.body_size, c.received_at FROM captures c LEFT JOIN marks m ON m.seq = c.seq
    WHERE ${where} AND coalesce(m.pinned, 0) = 0 AND m.trashed_at IS NULL ORDER BY c.seq`
  return { where, oldest, values }
}
