import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import { readFilterText } from '../../../shared/search/read-filter-text.ts'
import { filterCondition } from './filter-function.ts'

/** A filter in SQL. Throws `AppError` for a text that is no filter. */
export function filterConditions(filter: CaptureFilter): { where: string; values: unknown[] } {
  const parts = ['m.trashed_at IS NULL']
  const values: unknown[] = []
  const add = (sql: string, ...bound: unknown[]) => {
    parts.push(sql)
    values.push(...bound)
  }
  if (filter.endpoint !== undefined) add('c.endpoint = ?', filter.endpoint)
  if (filter.from !== undefined) add('c.received_at >= ?', filter.from)
  if (filter.to !== undefined) add('c.received_at < ?', filter.to)
  if (hasText(filter)) {
    const now = Date.now()
    add(filterCondition(readFilterText(filter.text, now)), filter.text, now)
  }
  return { where: parts.join(' AND '), values }
}

export function hasText(filter: CaptureFilter): filter is CaptureFilter & { readonly text: string } {
  return filter.text !== undefined && filter.text.trim() !== ''
}
