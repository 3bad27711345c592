import { AppError } from '../contract/errors.ts'
import type { FilterClock } from './filter-clock.ts'
import { filterErrorMessage } from './filter-error.ts'
import type { FilterNode } from './filter-node.ts'
import { parseFilter } from './parse-filter.ts'

/** The filter that a text says. Throws `AppError` `invalid-input`, with the place and what was expected, where it is none. */
export function readFilterText(text: string, clock: FilterClock): FilterNode {
  const parsed = parseFilter(text, clock)
  if (!parsed.ok) throw new AppError('invalid-input', filterErrorMessage(parsed.error))
  return parsed.node
}
