/** A day and a clock as they are written; `month` counts from 1. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

/** Longest name of a zone, with room to spare. */
export const LONGEST_ZONE = 64
const DAY_MS = 86_400_000
/** More than there are; names come from outside, in any letter case. */
const MOST_FORMATS = 1000
const formats = new Map<string, Intl.DateTimeFormat>()

export function isTimeZone(zone: string): boolean {
  try {
    return zone.length <= LONGEST_ZONE && formatOf(zone) !== null
  } catch {
    // Only a RangeError comes from there, and it says no more than that.
    return false
  }
}

/**
 * Unix ms of what the clocks of a zone show. Of an hour that they show twice it is the first; one that they leave out is
 * read with the offset before it, as JavaScript does with local times.
 */
export function zonedTime(wall: WallTime, zone: string): number {
  const utc = asUtc(wall)
  const before = utc - offsetAt(utc - DAY_MS, zone)
  if (wallOf(before, zone) === utc) return before
  const behind = utc - offsetAt(utc + DAY_MS, zone)
  return wallOf(behind, zone) === utc ? behind : before
}

/** What the clocks of a zone show at a moment. */
export function wallTime(at: number, zone: string): WallTime {
  const wall = new Date(wallOf(at, zone))
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    hour: wall.getUTCHours(),
    minute: wall.getUTCMinutes(),
    second: wall.getUTCSeconds(),
    ms: wall.getUTCMilliseconds(),
  }
}

function wallOf(at: number, zone: string): number {
  return at + offsetAt(at, zone)
}

function offsetAt(at: number, zone: string): number {
  if (zone === 'UTC') return 0
  const whole = Math.floor(at / 1000) * 1000
  const parts = new Map(
    formatOf(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, value]),
  )
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
  const year = parts.get('era') === 'B' ? 1 - number('year') : number('year')
  const wall = {
    year,
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
  }
  return asUtc({ ...wall, ms: 0 }) - whole
}

function asUtc({ year, month, day, hour, minute, second, ms }: WallTime): number {
  const date = new Date(0)
  // Not `Date.UTC`: it takes the years 0 to 99 for those of the last century.
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  return date.getTime()
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    era: 'narrow',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  if (formats.size >= MOST_FORMATS) formats.clear()
  formats.set(zone, format)
  return format
}
