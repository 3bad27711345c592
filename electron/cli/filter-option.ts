import type { CaptureFilter } from '../../shared/capture/capture-filter.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { filterErrorLines, filterErrorMessage } from '../../shared/search/filter-error.ts'
import { parseFilter } from '../../shared/search/parse-filter.ts'
import { isSameFilterName, type SavedFilter } from '../../shared/search/saved-filter.ts'
import { localClock } from '../local-clock.ts'
import { type CommandContext, UsageError } from './command-context.ts'

export const FILTER_OPTION = '--filter <text>'
export const FILTER_OPTION_HELP =
  'only those that match, such as "status:5xx body.amount:>1000"; or @name, a saved filter'

export interface FilterOptions {
  readonly filter?: string
  readonly endpoint?: string
}

/** Says where a filter that was given is wrong, with a caret below it, and ends with a `UsageError`. */
export async function checkFilterOption({ err }: CommandContext, { filter }: FilterOptions): Promise<void> {
  if (filter === undefined || filter.startsWith('@')) return
  const parsed = parseFilter(filter, localClock())
  if (parsed.ok) return
  for (const line of filterErrorLines(filter, parsed.error)) await err.line(`  ${line}`)
  throw new UsageError(filterErrorMessage(parsed.error))
}

/** The filter that the options say. What is given beside a saved filter counts as well. */
export async function captureFilterOf(
  { filter, endpoint }: FilterOptions,
  savedFilters: () => Promise<ReadonlyArray<SavedFilter>>,
): Promise<CaptureFilter> {
  const saved = filter?.startsWith('@') ? named(filter.slice(1), await savedFilters()) : null
  const text = saved?.text ?? filter
  const slug = endpoint ?? saved?.endpoint ?? undefined
  return {
    ...(text === undefined ? {} : { text, zone: localClock().zone }),
    ...(slug === undefined ? {} : { endpoint: slug }),
  }
}

function named(name: string, filters: ReadonlyArray<SavedFilter>): SavedFilter {
  const found = filters.find((each) => isSameFilterName(each.name, name))
  if (found !== undefined) return found
  const names = filters.map((each) => `@${each.name}`).join(', ')
  throw new AppError(
    'not-found',
    `There is no saved filter “${name}”. ${names === '' ? 'None is saved.' : `There are: ${names}.`}`,
  )
}
