import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { durationInWords } from '../../../shared/duration-in-words.ts'
import { ordinal } from '../../../shared/event/ordinal.ts'
import { formatDuration } from '../../ui/format-duration.ts'

/** The captures of an event, oldest first; `isWhole`: all that are here. */
export interface Attempts {
  readonly captures: readonly CaptureSummary[]
  readonly isWhole: boolean
}

/** `2nd attempt, 5 s after the first`, `1st of 3 attempts`; null where there is but one. */
export function attemptInWords(shown: CaptureSummary, { captures, isWhole }: Attempts): string | null {
  const { attempt } = shown
  if (attempt === 1) {
    if (captures.length < 2) return null
    return `1st of ${isWhole ? captures.length : 'many'} attempts`
  }
  const first = captures.find((capture) => capture.attempt === 1)
  const before = captures.findLast((capture) => capture.seq < shown.seq)
  const name = `${ordinal(attempt)} attempt`
  if (first !== undefined) return `${name}, ${gap(first, shown)} after the first`
  return before === undefined ? name : `${name}, ${gap(before, shown)} after the one before`
}

/** Each attempt in a line, with the time since the one before it in the list. */
export function attemptLines({ captures }: Attempts): Array<{ readonly id: string; readonly text: string }> {
  return captures.map((capture, index) => {
    const before = captures[index - 1]
    const since = before === undefined ? null : `${gap(before, capture)} later`
    const status = capture.answeredStatus === null ? 'not answered' : `answered ${capture.answeredStatus}`
    return { id: capture.id, text: [ordinal(capture.attempt), since, status].filter(Boolean).join(' · ') }
  })
}

/** The capture of the same event next to the one shown: `-1` before it, `1` behind it. */
export function attemptBeside(shownId: string, captures: readonly CaptureSummary[], by: -1 | 1): string | null {
  const index = captures.findIndex(({ id }) => id === shownId)
  return index === -1 ? null : (captures[index + by]?.id ?? null)
}

/** Clocks jump, and what came later may say that it came before. */
function gap(from: CaptureSummary, to: CaptureSummary): string {
  const ms = Math.max(0, to.receivedAt - from.receivedAt)
  return ms < 10_000 ? formatDuration(ms) : durationInWords(ms / 1000)
}
