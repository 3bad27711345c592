import type { CallOutput, HandlerInput } from '../../../shared/contract/contract.ts'
import type { SliceCount } from '../store/histogram-queries.ts'
import type { StoreReader } from '../store/store-reader.ts'
import type { TimePlace } from '../store/time-range.ts'

/** Counts for each bar, asked slice by slice so that other questions get their turn. */
export async function histogram(
  reader: StoreReader,
  input: HandlerInput<'captures.histogram'>,
): Promise<CallOutput<'captures.histogram'>> {
  const { from, to, bars, ...filter } = input
  const width = (to - from) / bars
  const total: number[] = []
  const failed: number[] = []
  for (let bar = 0; bar < bars; bar++) {
    const counted = { total: 0, failed: 0 }
    const end = Math.round(from + (bar + 1) * width)
    let place: TimePlace | null = { receivedAt: Math.round(from + bar * width), seq: 0 }
    while (place !== null) {
      const slice: SliceCount = await reader.ask('countSlice', filter, place, end)
      counted.total += slice.total
      counted.failed += slice.failed
      place = slice.next
    }
    total.push(counted.total)
    failed.push(counted.failed)
  }
  return { total, failed }
}
