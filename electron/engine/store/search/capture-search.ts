import type { CaptureFilter } from '../../../../shared/capture/capture-filter.ts'
import { localClock } from '../../../local-clock.ts'
import type { ReadConnection } from '../read-connection.ts'
import { idBytes, SUMMARY_COLUMNS, SUMMARY_TABLES } from '../rows.ts'
import { allSeqs, type SeqBounds, scanFloor } from '../seq-bounds.ts'
import { SCAN_ROWS } from '../time-range.ts'
import { isStoreFailure } from '../write-queue.ts'
import { CapturesOfTypes } from './captures-of-types.ts'
import { type FilterPlan, planFilter } from './filter-plan.ts'
import type { IndexLook, IndexReader } from './index-reader.ts'
import { type SearchWindow, SearchWindows } from './search-windows.ts'
import { SEARCHED_COLUMNS, type SearchedRow, searchedCapture } from './searched-rows.ts'
import type { TallyKey } from './tally-keys.ts'

/** Captures that one thread tells of. */
const MOST_TOLD = 1000
/** Rows that are read at once where nothing narrows them. */
const SCANNED_ROWS = 250

/** Told once of a capture that throws when it is asked a filter, with the error's name and place: its message may have evidence in it. */
export type UnaskableCapture = (seq: number, fault: string) => void

/** How far a search has come. */
export interface SearchPlace {
  /** Everything from this sequence number on has been looked at; 0: everything. */
  readonly next: number
  /** The share of the captures that has, 0 to 1. */
  readonly searched: number
}

export interface FoundRows extends SearchPlace {
  /** Newest first. */
  readonly rows: ReadonlyArray<SearchedRow>
}

interface Walk {
  readonly plan: FilterPlan
  readonly endpoint: string | undefined
  readonly bounds: SeqBounds
  /** Null where the index is not asked. */
  readonly look: IndexLook | null
  /** `performance.now()` at which it ends. */
  readonly until: number
  /** In SQL, of rows that are found. */
  readonly columns: string
  /** False: enough was found. */
  take(row: SearchedRow): boolean
}

/**
 * Finds the captures of a filter, newest first: by the index where it can say something and knows the captures, else one
 * after the other. Whatever was found is then asked itself, so that the index may be wrong in one direction only.
 */
export class CaptureSearch {
  private readonly db: ReadConnection
  private readonly types: CapturesOfTypes
  private readonly windows: SearchWindows
  private readonly unaskable: UnaskableCapture
  private readonly toldOf = new Set<number>()

  constructor(db: ReadConnection, index: IndexReader, unaskable: UnaskableCapture = () => {}) {
    this.db = db
    this.unaskable = unaskable
    this.types = new CapturesOfTypes(db)
    this.windows = new SearchWindows(db, index, this.types)
  }

  /** Captures below `before`, until there are `limit` of them or the time is over. */
  find(filter: CaptureFilter, before: number, limit: number, budgetMs: number): FoundRows {
    const rows: SearchedRow[] = []
    const place = this.walk(filter, before, budgetMs, limit, '', (row) => rows.push(row) < limit)
    return { rows, ...place }
  }

  /** Counts them by a key in SQL, until the time is over. */
  count(
    filter: CaptureFilter,
    key: string,
    before: number,
    budgetMs: number,
    add: (key: TallyKey, count: number) => void,
  ): SearchPlace {
    const plan = this.plan(filter)
    if (plan.matches === null && plan.narrowing.kind !== 'few')
      return this.countRows(plan, filter, key, before, budgetMs, add)
    return this.walk(filter, before, budgetMs, SCANNED_ROWS, `, ${key} AS tally_key`, (row) => {
      add((row as SearchedRow & { readonly tally_key: TallyKey }).tally_key, 1)
      return true
    })
  }

  /** Those of these captures that match; those that are gone do not. */
  matching(filter: CaptureFilter, ids: ReadonlyArray<string>): string[] {
    const plan = this.plan(filter)
    const one = this.db.prepare(`SELECT ${SEARCHED_COLUMNS} FROM ${SUMMARY_TABLES} WHERE c.id = ? AND ${plan.where}`)
    return ids.filter((id) => {
      const row = one.get(idBytes(id), ...plan.values) as SearchedRow | undefined
      return row !== undefined && this.isMatch(plan, row)
    })
  }

  /** Oldest first, without the index: for whoever goes through everything. Those from `from` on, and where to go on. */
  oldestFirst(filter: CaptureFilter, from: number, last: number, limit: number): { seqs: number[]; next: number } {
    const plan = this.plan(filter)
    const end = Math.min(last, from + SCAN_ROWS - 1)
    const rows = this.db
      .prepare(
        `SELECT ${SEARCHED_COLUMNS} FROM ${SUMMARY_TABLES} WHERE ${plan.where} AND c.seq BETWEEN ? AND ?
         ORDER BY c.seq LIMIT ${SCANNED_ROWS}`,
      )
      .all(...plan.values, from, end) as SearchedRow[]
    const seqs: number[] = []
    for (const row of rows) {
      if (this.isMatch(plan, row)) seqs.push(row.seq)
      if (seqs.length === limit) return { seqs, next: row.seq + 1 }
    }
    return { seqs, next: rows.length < SCANNED_ROWS ? end + 1 : (rows.at(-1) as SearchedRow).seq + 1 }
  }

  private walk(
    filter: CaptureFilter,
    before: number,
    budgetMs: number,
    atOnce: number,
    more: string,
    take: (row: SearchedRow) => boolean,
  ): SearchPlace {
    const until = performance.now() + budgetMs
    const plan = this.plan(filter)
    const bounds = this.windows.boundsOf(filter)
    const look = plan.narrowing.kind === 'grams' ? this.windows.look() : null
    let isEnough = false
    const walk: Walk = {
      plan,
      endpoint: filter.endpoint,
      bounds,
      look,
      until,
      columns: (plan.matches === null ? SUMMARY_COLUMNS : SEARCHED_COLUMNS) + more,
      take: (row) => {
        isEnough = !take(row)
        return !isEnough
      },
    }
    let place = Math.min(before, bounds.last + 1)
    while (place > bounds.first && !isEnough) {
      const window = this.windows.next(plan.narrowing, look, bounds.first, place)
      place = window === null ? this.scan(walk, place, atOnce) : this.ask(walk, window)
      if (performance.now() > until) break
    }
    return this.placeOf(place, bounds)
  }

  /** Counts in SQL, slice by slice: no row has to be looked into. */
  private countRows(
    { where, values }: FilterPlan,
    filter: CaptureFilter,
    key: string,
    before: number,
    budgetMs: number,
    add: (key: TallyKey, count: number) => void,
  ): SearchPlace {
    const until = performance.now() + budgetMs
    const bounds = this.windows.boundsOf(filter)
    const slice = this.db
      .prepare(
        `SELECT ${key} AS tally_key, count(*) FROM ${SUMMARY_TABLES}
         WHERE c.seq < ? AND c.seq >= ? AND ${where} GROUP BY tally_key`,
      )
      .raw()
    let place = Math.min(before, bounds.last + 1)
    while (place > bounds.first) {
      const floor = Math.max(bounds.first, scanFloor(this.db, place, filter.endpoint))
      for (const [found, count] of slice.all(place, floor, ...values) as Array<[TallyKey, number]>) add(found, count)
      place = floor
      if (performance.now() > until) break
    }
    return this.placeOf(place, bounds)
  }

  private placeOf(place: number, bounds: SeqBounds): SearchPlace {
    if (place <= bounds.first) return { next: 0, searched: 1 }
    const all = allSeqs(this.db)
    const from = Math.max(bounds.first, all.first)
    const to = Math.min(bounds.last, all.last) + 1
    return { next: place, searched: Math.min(1, Math.max(0, (to - place) / Math.max(1, to - from))) }
  }

  private plan(filter: CaptureFilter): FilterPlan {
    return planFilter(filter, localClock(), () => this.types.all())
  }

  /** Looks at these, and returns down to where it has. */
  private ask({ plan, columns, until, take }: Walk, { seqs, next }: SearchWindow): number {
    const one = this.db.prepare(`SELECT ${columns} FROM ${SUMMARY_TABLES} WHERE c.seq = ? AND ${plan.where}`)
    for (const seq of seqs) {
      const row = one.get(seq, ...plan.values) as SearchedRow | undefined
      if (row !== undefined && this.isMatch(plan, row) && !take(row)) return seq
      if (performance.now() > until) return seq
    }
    return next
  }

  /** The same for all rows, a slice of them. */
  private scan({ plan, endpoint, bounds, look, columns, until, take }: Walk, before: number, atOnce: number): number {
    // Where every row that is looked at counts, what is wanted bounds the work.
    const floor = plan.isScan ? Math.max(bounds.first, scanEnd(look, before), scanFloor(this.db, before, endpoint)) : 0
    const most = plan.matches === null ? atOnce : SCANNED_ROWS
    const slice = this.db
      .prepare(
        `SELECT ${columns} FROM ${SUMMARY_TABLES}
         WHERE c.seq < ? AND c.seq >= ? AND ${plan.where} ORDER BY c.seq DESC LIMIT ?`,
      )
      .all(before, floor, ...plan.values, most) as SearchedRow[]
    for (const row of slice) {
      if (this.isMatch(plan, row) && !take(row)) return row.seq
      if (plan.matches !== null && performance.now() > until) return row.seq
    }
    return slice.length < most ? floor : (slice.at(-1) as SearchedRow).seq
  }

  private isMatch(plan: FilterPlan, row: SearchedRow): boolean {
    try {
      return plan.matches === null || plan.matches(searchedCapture(this.db, row))
    } catch (error) {
      // A disk that cannot be read is the matter with all of them; else one capture must not keep others from being found.
      if (isStoreFailure(error)) throw error
      this.tellOf(row.seq, error)
      return false
    }
  }

  private tellOf(seq: number, error: unknown): void {
    if (this.toldOf.has(seq) || this.toldOf.size >= MOST_TOLD) return
    this.toldOf.add(seq)
    this.unaskable(seq, faultOf(error))
  }
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const place = error.stack?.split('\n').find((line) => /^\s+at /.test(line))
  return `${error.name}${place === undefined ? '' : ` ${place.trim()}`}`
}

/** Where the index begins to know: what is newer than it is looked at one by one, what is older need not be. */
function scanEnd(look: IndexLook | null, before: number): number {
  if (look === null) return 0
  return before - 1 > look.through ? look.through + 1 : look.eraStart(before - 1)
}
