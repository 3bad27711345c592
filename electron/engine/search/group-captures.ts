import type { CallOutput, HandlerInput } from '../../../shared/contract/contract.ts'
import type { AskStore } from '../store/read-queries.ts'

/** Somebody looks at it while it is counted. */
const BUDGET_MS = 3000

export async function countCaptures(
  ask: AskStore<'tally'>,
  { filter, most }: HandlerInput<'search.count'>,
): Promise<CallOutput<'search.count'>> {
  const { count, searched } = await ask('tally', filter, { kind: 'all' }, { budgetMs: BUDGET_MS, most, top: 1 })
  return { count, searched }
}

export async function groupCaptures(
  ask: AskStore<'tally'>,
  { filter, by, limit }: HandlerInput<'search.groups'>,
): Promise<CallOutput<'search.groups'>> {
  const options = { budgetMs: BUDGET_MS, top: limit }
  const { counts, count, keys, searched } = await ask('tally', filter, { kind: 'group', by }, options)
  const groups = counts.map(([key, count]) => ({ value: key === null ? null : String(key), count }))
  return { groups, count, more: keys - groups.length, searched }
}
