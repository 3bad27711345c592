import type { CallOutput, HandlerInput } from '../../../shared/contract/contract.ts'
import type { AskStore } from '../store/read-queries.ts'

/** It is asked for again every few seconds; a search through bodies that takes longer is told as far as it came. */
const BUDGET_MS = 1500

/** Counts for each bar. */
export async function histogram(
  ask: AskStore<'tally'>,
  input: HandlerInput<'captures.histogram'>,
): Promise<CallOutput<'captures.histogram'>> {
  const { from, to, bars } = input
  const total = new Array<number>(bars).fill(0)
  const failed = new Array<number>(bars).fill(0)
  if (to <= from) return { total, failed, searched: 1 }
  const by = { kind: 'bars', from, width: (to - from) / bars, count: bars } as const
  // Those that failed have keys of their own.
  const { counts, searched } = await ask('tally', input, by, { budgetMs: BUDGET_MS, top: 2 * bars })
  for (const [key, count] of counts) {
    const bar = Math.floor(Number(key) / 2)
    total[bar] = (total[bar] ?? 0) + count
    if (Number(key) % 2 === 1) failed[bar] = (failed[bar] ?? 0) + count
  }
  return { total, failed, searched }
}
