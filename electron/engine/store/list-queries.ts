import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import { filterConditions, hasText } from './filter-conditions.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes, SUMMARY_COLUMNS, SUMMARY_TABLES, type SummaryRow, summaryFromRow } from './rows.ts'
import { nextSlice, SCAN_ROWS, type TimePlace } from './time-range.ts'

/** A page is answered short, with a place to go on from, when a filter has been looked up for this long. */
const SCAN_BUDGET_MS = 150

export interface ListInput extends CaptureFilter {
  readonly limit: number
  readonly before?: number | undefined
}

/** Sequence numbers, both inclusive. */
interface SeqBounds {
  readonly first: number
  readonly last: number
}

/** Pages of captures, newest first. */
export function listQueries(db: ReadConnection) {
  return {
    list(input: ListInput): CallOutput<'captures.list'> {
      // Before all rows, and each slice on its own: what changes meanwhile has a later number, and is told of anyway.
      const change = db.changeCounter()
      const bounds = seqBounds(db, input)
      const captures: CaptureSummary[] = []
      let before = Math.min(input.before ?? Number.MAX_SAFE_INTEGER, bounds.last + 1)
      const started = performance.now()
      const isScan = hasText(input) || input.from !== undefined || input.to !== undefined
      const { where, values } = filterConditions(input)
      while (captures.length < input.limit) {
        // Without words every row that is looked at counts, so the page's limit bounds the work.
        const floor = isScan ? scanFloor(db, before, input.endpoint) : 0
        const rows = db
          .prepare(
            `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES}
             WHERE ${where} AND c.seq < ? AND c.seq >= ? ORDER BY c.seq DESC LIMIT ?`,
          )
          .all(...values, before, Math.max(floor, bounds.first), input.limit - captures.length) as SummaryRow[]
        for (const row of rows) captures.push(summaryFromRow(row, change))
        if (captures.length >= input.limit) return { captures, next: (captures.at(-1) as CaptureSummary).seq, change }
        if (floor <= bounds.first) break
        before = floor
        if (performance.now() - started > SCAN_BUDGET_MS) return { captures, next: before, change }
      }
      return { captures, next: null, change }
    },

    /** Those of these captures that a filter lets through. */
    matching(filter: CaptureFilter, ids: ReadonlyArray<string>): string[] {
      const { where, values } = filterConditions(filter)
      const one = db.prepare(`SELECT 1 FROM ${SUMMARY_TABLES} WHERE c.id = ? AND ${where}`)
      return ids.filter((id) => one.get(idBytes(id), ...values) !== undefined)
    },
  }
}

/** Where a slice of a scan ends: `SCAN_ROWS` rows below `before`. */
function scanFloor(db: ReadConnection, before: number, endpoint: string | undefined): number {
  const floor =
    endpoint === undefined
      ? db
          .prepare('SELECT seq FROM captures WHERE seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
          .pluck()
          .get(before, SCAN_ROWS)
      : db
          .prepare('SELECT seq FROM captures WHERE endpoint = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
          .pluck()
          .get(endpoint, before, SCAN_ROWS)
  return (floor as number | undefined) ?? 0
}

/** The sequence numbers between which a time range lies. Clocks jump, so rows inside are still compared by time. */
function seqBounds(db: ReadConnection, filter: CaptureFilter): SeqBounds {
  let first = Number.MAX_SAFE_INTEGER - 1
  if (filter.from === undefined && filter.to === undefined) return { first: 0, last: first }
  let last = 0
  const to = filter.to ?? Number.MAX_SAFE_INTEGER
  let place: TimePlace | null = { receivedAt: filter.from ?? 0, seq: 0 }
  while (place !== null) {
    const next: TimePlace | null = nextSlice(db, place, to)
    const end = next ?? { receivedAt: to, seq: 0 }
    const slice = db
      .prepare(
        `SELECT min(seq) AS first, max(seq) AS last FROM captures INDEXED BY captures_by_time
         WHERE (received_at, seq) >= (?, ?) AND (received_at, seq) < (?, ?)`,
      )
      .get(place.receivedAt, place.seq, end.receivedAt, end.seq) as { first: number | null; last: number | null }
    first = Math.min(first, slice.first ?? first)
    last = Math.max(last, slice.last ?? last)
    place = next
  }
  return { first, last }
}
