import type { FilterTime } from './filter-node.ts'
import { durationMs } from './filter-units.ts'

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:?\d{2})?)?$/
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/
/** JavaScript's dates end here. */
const LATEST_MS = 8.64e15

/**
 * Reads `10m` (so long ago), `2026-11-01`, `2026-11-01T12:00`, with or without a zone, `12:04` (today), `today` or
 * `yesterday`. Without a zone it is the local time of the machine that reads it. Null if it is no time.
 */
export function readFilterTime(text: string, now: number): FilterTime | null {
  const at = timeAt(text, now)
  return at === null || !(Math.abs(at) <= LATEST_MS) ? null : { text, at: Math.round(at) }
}

function timeAt(text: string, now: number): number | null {
  const ago = durationMs(text)
  if (ago !== null) return now - ago
  const word = text.toLowerCase()
  if (word === 'today') return startOfDay(now, 0)
  if (word === 'yesterday') return startOfDay(now, -1)
  return readClock(text, now) ?? readDate(text)
}

/** Whether a time is another one later: `10m`, `today`, `12:30`. */
export function movesOn(text: string): boolean {
  return readDate(text) === null
}

/** Unix ms of an ISO date or date and time; null for anything else. */
export function readDate(text: string): number | null {
  const found = DAY.exec(text)
  if (found === null) return null
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((part) => Number(part ?? 0)) as Numbers
  if (!isDay(year, month, day) || !isClock(hour, minute, second)) return null
  const ms = milliseconds(found[7])
  const zone = found[8]
  if (zone === undefined) return localTime(year, month - 1, day, hour, minute, second) + ms
  const utc = new Date(0)
  utc.setUTCFullYear(year, month - 1, day)
  utc.setUTCHours(hour, minute, second, ms)
  return utc.getTime() - zoneMinutes(zone) * 60_000
}

type Numbers = [number, number, number, number, number, number]

function readClock(text: string, now: number): number | null {
  const found = CLOCK.exec(text)
  if (found === null) return null
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
  if (!isClock(hour, minute, second)) return null
  const today = new Date(now)
  today.setHours(hour, minute, second, milliseconds(found[4]))
  return today.getTime()
}

function startOfDay(now: number, days: number): number {
  const day = new Date(now)
  day.setDate(day.getDate() + days)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}

function localTime(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  const local = new Date(0)
  // Not the constructor: it takes the years 0 to 99 for those of the last century.
  local.setFullYear(year, month, day)
  local.setHours(hour, minute, second, 0)
  return local.getTime()
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

function zoneMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
}
