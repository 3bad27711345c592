import type { CallOutput, HandlerInput } from '../../../shared/contract/contract.ts'
import type { StoreReader } from '../store/store-reader.ts'

/** Counts for each bar, asked one by one so that other questions get their turn. */
export async function histogram(
  reader: StoreReader,
  input: HandlerInput<'captures.histogram'>,
): Promise<CallOutput<'captures.histogram'>> {
  const { from, to, bars, ...filter } = input
  const width = (to - from) / bars
  const total: number[] = []
  const failed: number[] = []
  for (let bar = 0; bar < bars; bar++) {
    const count = await reader.ask('countBetween', {
      ...filter,
      from: Math.round(from + bar * width),
      to: Math.round(from + (bar + 1) * width),
    })
    total.push(count.total)
    failed.push(count.failed)
  }
  return { total, failed }
}
