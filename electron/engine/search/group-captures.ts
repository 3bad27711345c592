import type { CallOutput, HandlerInput } from '../../../shared/contract/contract.ts'
import type { AskStore } from '../store/read-queries.ts'
import { tallyCaptures } from './tally-captures.ts'

/** Somebody looks at it while it is counted. */
const BUDGET_MS = 3000

export async function countCaptures(
  ask: AskStore<'tally'>,
  { filter, most }: HandlerInput<'search.count'>,
): Promise<CallOutput<'search.count'>> {
  const { counts, searched } = await tallyCaptures(ask, filter, { kind: 'all' }, { budgetMs: BUDGET_MS, most })
  return { count: sum(counts.values()), searched }
}

export async function groupCaptures(
  ask: AskStore<'tally'>,
  { filter, by, limit }: HandlerInput<'search.groups'>,
): Promise<CallOutput<'search.groups'>> {
  const { counts, searched } = await tallyCaptures(ask, filter, { kind: 'group', by }, { budgetMs: BUDGET_MS })
  const groups = [...counts]
    .map(([key, count]) => ({ value: key === null ? null : String(key), count }))
    .sort((one, other) => other.count - one.count || compare(one.value ?? '', other.value ?? ''))
  return {
    groups: groups.slice(0, limit),
    count: sum(counts.values()),
    more: Math.max(0, groups.length - limit),
    searched,
  }
}

function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
