/** A moment that a number or text may mean. */
export interface TimeReading {
  readonly unixMs: number
  /** How it is written. `iso-local`: without a time zone, so read as UTC. */
  readonly form: 's' | 'ms' | 'µs' | 'ns' | 'iso' | 'iso-local'
}

/** 2001-09-09 and 2100: what lies outside is hardly a time. */
const EARLIEST_S = 1_000_000_000
const LATEST_S = 4_102_444_800

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?( ?(?:Z|[+-]\d{2}(?::?\d{2})?))?)?$/i

/** By how many digits it has, unix seconds, milli-, micro- or nanoseconds; or as ISO 8601 writes it. Null: no time. */
export function readTime(text: string): TimeReading | null {
  return readUnixTime(text) ?? readIsoTime(text)
}

function readUnixTime(text: string): TimeReading | null {
  const [, whole = '', fraction = ''] = /^(\d{10}|\d{13}|\d{16}|\d{19})(\.\d{1,9})?$/.exec(text) ?? []
  const form = ({ 10: 's', 13: 'ms', 16: 'µs', 19: 'ns' } as const)[whole.length as 10 | 13 | 16 | 19]
  if (form === undefined) return null
  // Seconds and what follows them apart: nineteen digits are more than a double holds.
  const seconds = Number(whole.slice(0, 10))
  const unixMs = seconds * 1000 + Math.trunc(Number(`0.${whole.slice(10)}${fraction.slice(1)}`) * 1000)
  return seconds >= EARLIEST_S && seconds < LATEST_S ? { unixMs, form } : null
}

function readIsoTime(text: string): TimeReading | null {
  const match = ISO.exec(text)
  if (match === null) return null
  const zone = match[1]?.trim()
  const bare = zone === undefined ? text : text.slice(0, -(match[1]?.length ?? 0))
  const [day = '', clock = '00:00'] = bare.replace(',', '.').split(/[T ]/i)
  const unixMs = Date.parse(`${day}T${clock}${fullZone(zone ?? 'Z')}`)
  return Number.isNaN(unixMs) ? null : { unixMs, form: zone === undefined ? 'iso-local' : 'iso' }
}

/** `+02` and `+0200` as `Date.parse` takes them. */
function fullZone(zone: string): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`
}
