import { LISTED_TARGET_LENGTH } from '../../../shared/capture/capture.ts'
import { type CaptureFilter, filterWords } from '../../../shared/capture/capture-filter.ts'
import { EVENT_TYPE } from './rows.ts'

/** `matchesFilter` sees a row of the list, whose target is cut. */
const SEARCHED = `unicode_lower(coalesce(c.method, '') || ' ' || substr(coalesce(c.target, ''), 1, ${LISTED_TARGET_LENGTH})
  || ' ' || coalesce(${EVENT_TYPE}, ''))`

/** A filter in SQL; `matchesFilter` asks the same of one row. */
export function filterConditions(filter: CaptureFilter): { where: string; values: unknown[] } {
  const parts = ['m.trashed_at IS NULL']
  const values: unknown[] = []
  const add = (sql: string, value: unknown) => {
    parts.push(sql)
    values.push(value)
  }
  if (filter.endpoint !== undefined) add('c.endpoint = ?', filter.endpoint)
  if (filter.from !== undefined) add('c.received_at >= ?', filter.from)
  if (filter.to !== undefined) add('c.received_at < ?', filter.to)
  for (const word of filterWords(filter.text)) add(`instr(${SEARCHED}, ?) > 0`, word)
  return { where: parts.join(' AND '), values }
}
