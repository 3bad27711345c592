import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { ReadConnection } from './read-connection.ts'
import { summaryFromRow } from './rows.ts'
import type { CaptureSearch } from './search/capture-search.ts'

/** A page is answered short, with a place to go on from, when a filter has been looked up for this long. */
const SCAN_BUDGET_MS = 150

export interface ListInput extends CaptureFilter {
  readonly limit: number
  readonly before?: number | undefined
}

/** Pages of captures, newest first. */
export function listQueries(db: ReadConnection, search: CaptureSearch) {
  return {
    list(input: ListInput): CallOutput<'captures.list'> {
      // Before all rows: what changes meanwhile has a later number, and is told of anyway.
      const change = db.changeCounter()
      const before = input.before ?? Number.MAX_SAFE_INTEGER
      const { rows, next, searched } = search.find(input, before, input.limit, SCAN_BUDGET_MS)
      return {
        captures: rows.map((row) => summaryFromRow(row, change)),
        next: next === 0 ? null : next,
        change,
        searched,
      }
    },
  }
}
