import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { FilterClock } from '../../../shared/search/filter-clock.ts'
import { type RowAnswer, rowFilter } from '../../../shared/search/row-filter.ts'

/** Rows that are kept while new ones come in by themselves; what is older is loaded again when scrolled to. */
export const LIVE_ROWS = 5_000

/** What a live list knows. Values: each step gives a new one, or the same where nothing changed. */
export interface CaptureFeed {
  readonly filter: CaptureFilter
  /** When times such as `after:10m` were last counted from. */
  readonly clock: FilterClock
  /** Whether the filter lets a row through, as far as the row tells. */
  readonly answer: (row: CaptureSummary) => RowAnswer
  /** Newest first, without a hole down to `next`. */
  readonly rows: readonly CaptureSummary[]
  /** Came in while the list was held still; newest first. */
  readonly waiting: readonly CaptureSummary[]
  /** More are waiting than are kept, so there is a hole between `waiting` and `rows`. */
  readonly waitingCut: boolean
  /** How many came in while the list was held still. */
  readonly waitingCount: number
  readonly held: boolean
  /** Where older ones begin: those with a smaller `seq` are not loaded. Null: everything is loaded. */
  readonly next: number | null
  /** The change counter that this is true at; null before the first page. */
  readonly change: number | null
}

interface CapturePage {
  readonly captures: readonly CaptureSummary[]
  readonly next: number | null
  readonly change: number
}

interface CaptureChanges {
  readonly captures: readonly CaptureSummary[]
  readonly deletedIds: readonly string[]
}

export function emptyFeed(filter: CaptureFilter, clock: FilterClock): CaptureFeed {
  const answer = rowFilter(filter, clock)
  return { filter, clock, answer, rows: [], ...NOTHING_WAITS, held: false, next: null, change: null }
}

const NOTHING_WAITS = { waiting: [], waitingCut: false, waitingCount: 0 } as const

/** Begins anew with the first page. */
export function withFirstPage(feed: CaptureFeed, page: CapturePage): CaptureFeed {
  return { ...feed, ...NOTHING_WAITS, rows: page.captures, next: page.next, change: page.change }
}

/** Adds a page of older captures, if it is the one that comes next. */
export function withOlderPage(feed: CaptureFeed, before: number, page: CapturePage): CaptureFeed {
  if (feed.next !== before) return feed
  return { ...feed, rows: page.captures.reduce(withRow, feed.rows), next: page.next }
}

/**
 * Brings in what is new, changed and gone, up to the counter `to`. Applying the same twice changes nothing. Those of which
 * the row does not tell whether they belong here stay out, or where they are, until `withAnswers` says.
 */
export function withChanges(feed: CaptureFeed, changes: CaptureChanges, to: number): CaptureFeed {
  const known = { ...feed, change: Math.max(feed.change ?? 0, to) }
  const cleaned = withoutCaptures(known, new Set(changes.deletedIds))
  return trimmed(changes.captures.reduce(withCapture, cleaned))
}

/**
 * Takes verdicts over for rows that had none when they came. Nothing else changes, and no row is added: one that is not
 * there was deleted since.
 */
export function withVerdicts(feed: CaptureFeed, captures: readonly CaptureSummary[]): CaptureFeed {
  const judged = new Map(captures.flatMap((capture) => (capture.verdict === null ? [] : [[capture.id, capture]])))
  if (!feed.rows.some((row) => row.verdict === null && judged.has(row.id))) return feed
  const rows = feed.rows.map((row) => {
    const found = row.verdict === null ? judged.get(row.id) : undefined
    if (found === undefined) return row
    const { verdict, verdictReason, provider } = found
    return { ...row, verdict, verdictReason, provider }
  })
  return { ...feed, rows }
}

/** Takes out what a filter such as `after:10m` does not let through any more, as far as the rows tell. */
export function withTimePassed(feed: CaptureFeed, clock: FilterClock): CaptureFeed {
  const answer = rowFilter(feed.filter, clock)
  const gone = [...feed.rows, ...feed.waiting].filter((row) => answer(row) === false)
  return withoutCaptures({ ...feed, clock, answer }, new Set(gone.map(({ id }) => id)))
}

/** Keeps the rows where they are; what comes in waits. */
export function holdFeed(feed: CaptureFeed): CaptureFeed {
  return feed.held ? feed : { ...feed, held: true }
}

/** Lets what waited in, and follows what comes. */
export function releaseFeed(feed: CaptureFeed): CaptureFeed {
  if (!feed.held) return feed
  // Over a hole the list starts again from what is newest, and loads downwards from there.
  const rows = feed.waitingCut ? feed.waiting : [...feed.waiting, ...feed.rows]
  const next = feed.waitingCut ? lastSeq(feed.waiting) : feed.next
  return trimmed({ ...feed, rows, next, ...NOTHING_WAITS, held: false })
}

/** Brings in those of which it was asked whether the filter lets them through, and takes the others out. */
export function withAnswers(
  feed: CaptureFeed,
  asked: readonly CaptureSummary[],
  matching: ReadonlySet<string>,
): CaptureFeed {
  const others = new Set(asked.map(({ id }) => id).filter((id) => !matching.has(id)))
  const ours = asked.filter(({ id }) => matching.has(id))
  return trimmed(ours.reduce(withMatching, withoutCaptures(feed, others)))
}

function withCapture(feed: CaptureFeed, capture: CaptureSummary): CaptureFeed {
  const answer = feed.answer(capture)
  if (answer === null) return withSameRow(feed, capture)
  return answer ? withMatching(feed, capture) : withoutCaptures(feed, new Set([capture.id]))
}

/** A row that is shown already, as it is now. */
function withSameRow(feed: CaptureFeed, capture: CaptureSummary): CaptureFeed {
  const isShown = feed.rows[firstNotNewer(feed.rows, capture.seq)]?.seq === capture.seq
  return isShown ? { ...feed, rows: withRow(feed.rows, capture) } : feed
}

function withMatching(feed: CaptureFeed, capture: CaptureSummary): CaptureFeed {
  if (feed.next !== null && capture.seq < feed.next) return feed
  const newest = feed.rows[0]?.seq ?? -1
  if (!feed.held || capture.seq <= newest) return { ...feed, rows: withRow(feed.rows, capture) }
  return withWaiting(feed, capture)
}

function withWaiting(feed: CaptureFeed, capture: CaptureSummary): CaptureFeed {
  const lowest = lastSeq(feed.waiting)
  if (feed.waitingCut && lowest !== null && capture.seq < lowest) return feed
  const waiting = withRow(feed.waiting, capture)
  const waitingCount = feed.waitingCount + (waiting.length - feed.waiting.length)
  if (waiting.length <= LIVE_ROWS) return { ...feed, waiting, waitingCount }
  return { ...feed, waiting: waiting.slice(0, LIVE_ROWS), waitingCut: true, waitingCount }
}

function withoutCaptures(feed: CaptureFeed, ids: ReadonlySet<string>): CaptureFeed {
  if (ids.size === 0) return feed
  const rows = without(feed.rows, ids)
  const waiting = without(feed.waiting, ids)
  if (rows === feed.rows && waiting === feed.waiting) return feed
  return { ...feed, rows, waiting, waitingCount: feed.waitingCount - (feed.waiting.length - waiting.length) }
}

function trimmed(feed: CaptureFeed): CaptureFeed {
  if (feed.held || feed.rows.length <= LIVE_ROWS) return feed
  const rows = feed.rows.slice(0, LIVE_ROWS)
  return { ...feed, rows, next: lastSeq(rows) }
}

/** Puts a row in its place, or in the place of an older version of itself. */
function withRow(rows: readonly CaptureSummary[], capture: CaptureSummary): readonly CaptureSummary[] {
  const index = firstNotNewer(rows, capture.seq)
  const there = rows[index]
  if (there?.seq !== capture.seq) return rows.toSpliced(index, 0, capture)
  return there.change > capture.change ? rows : rows.with(index, capture)
}

/** The first index whose row is not newer than `seq`; rows go from newest to oldest. */
function firstNotNewer(rows: readonly CaptureSummary[], seq: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] as CaptureSummary).seq > seq) low = middle + 1
    else high = middle
  }
  return low
}

function without(rows: readonly CaptureSummary[], ids: ReadonlySet<string>): readonly CaptureSummary[] {
  const left = rows.filter((row) => !ids.has(row.id))
  return left.length === rows.length ? rows : left
}

function lastSeq(rows: readonly CaptureSummary[]): number | null {
  return rows.at(-1)?.seq ?? null
}
