import { formatFullTime } from '../../ui/format-time.ts'
import { type KnownMoment, relativeTime, timeBeside } from './relative-time.ts'

/** What a date can hold; a token may claim anything. */
const LAST_DATE_MS = 8_640_000_000_000_000

interface MomentProps {
  readonly unixMs: number
  /** Null: nothing is known to hold it against but now. */
  readonly beside: KnownMoment | null
}

/** A time in words: here, in UTC, and how far from when the request came. */
export function Moment({ unixMs, beside }: MomentProps) {
  return <time>{momentWords(unixMs, beside).join(' · ')}</time>
}

export function momentWords(unixMs: number, beside: KnownMoment | null): string[] {
  if (Math.abs(unixMs) > LAST_DATE_MS) return ['further away than any calendar goes']
  return [
    `${formatFullTime(unixMs)} here`,
    `${new Date(unixMs).toISOString().replace('T', ' ').replace('Z', '')} UTC`,
    beside === null ? relativeTime(unixMs, Date.now()) : timeBeside(unixMs, beside),
  ]
}
