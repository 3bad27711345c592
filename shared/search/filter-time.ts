import type { FilterClock } from './filter-clock.ts'
import type { FilterTime } from './filter-node.ts'
import { durationMs } from './filter-units.ts'
import { wallTime, zonedTime } from './zoned-time.ts'

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/
/** JavaScript's dates end here. */
const LATEST_MS = 8.64e15

/**
 * Reads `10m` (so long ago), `2026-11-01`, `2026-11-01T12:00`, with or without a zone, `12:04` (today), `today` or
 * `yesterday`. Without a zone it is the time of whoever asks. Null if it is no time.
 */
export function readFilterTime(text: string, clock: FilterClock): FilterTime | null {
  const at = timeAt(text, clock)
  return at === null || !(Math.abs(at) <= LATEST_MS) ? null : { text, at: Math.round(at), zone: clock.zone }
}

function timeAt(text: string, { now, zone }: FilterClock): number | null {
  const ago = durationMs(text)
  if (ago !== null) return now - ago
  const word = text.toLowerCase()
  if (word === 'today') return startOfDay(now, 0, zone)
  if (word === 'yesterday') return startOfDay(now, -1, zone)
  return readClock(text, now, zone) ?? readDate(text, zone)
}

/** Whether a time is another one later: `10m`, `today`, `12:30`. */
export function movesOn(text: string): boolean {
  return readDate(text, 'UTC') === null
}

/**
 * Unix ms of a date or time in a capture; null for anything else. Whoever sends a time without a zone means UTC; a day
 * alone is that day, wherever one is.
 */
export function readCapturedDate(text: string, zone: string): number | null {
  return readDate(text, text.length === 'yyyy-mm-dd'.length ? zone : 'UTC')
}

/** Unix ms of an ISO date or date and time; null for anything else. */
function readDate(text: string, zone: string): number | null {
  const found = DAY.exec(text)
  if (found === null) return null
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as Numbers
  if (!isDay(year, month, day) || !isClock(hour, minute, second)) return null
  const ms = milliseconds(found[7])
  const offset = found[8]
  const wall = { year, month, day, hour, minute, second, ms }
  return offset === undefined ? zonedTime(wall, zone) : zonedTime(wall, 'UTC') - offsetMinutes(offset) * 60_000
}

type Numbers = [number, number, number, number, number, number]

function readClock(text: string, now: number, zone: string): number | null {
  const found = CLOCK.exec(text)
  if (found === null) return null
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (!isClock(hour, minute, second)) return null
  return zonedTime({ ...wallTime(now, zone), hour, minute, second, ms: milliseconds(found[4]) }, zone)
}

/** `days` after today; what is no day of its month is one of the next or the last. */
function startOfDay(now: number, days: number, zone: string): number {
  const today = wallTime(now, zone)
  return zonedTime({ ...today, day: today.day + days, hour: 0, minute: 0, second: 0, ms: 0 }, zone)
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function isClock(hour: number, minute: number, second: number): boolean {
  return hour <= 23 && minute <= 59 && second <= 59
}

function milliseconds(fraction: string | undefined): number {
  return Math.floor(Number(`0.${fraction ?? '0'}`) * 1000 + 1e-6)
}

function offsetMinutes(offset: string): number {
  if (offset === 'Z' || offset === 'z') return 0
  const sign = offset.startsWith('-') ? -1 : 1
  return sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)))
}
