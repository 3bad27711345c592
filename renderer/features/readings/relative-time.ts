const WORDS = new Intl.RelativeTimeFormat('en', { numeric: 'always' })
const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365.25 * 86_400_000],
  ['month', 30.44 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** `3 minutes ago`, `in 2 days`. */
export function relativeTime(unixMs: number, now: number): string {
  const distance = unixMs - now
  for (const [unit, size] of UNITS)
    if (Math.abs(distance) >= size) return WORDS.format(Math.trunc(distance / size), unit)
  return WORDS.format(Math.trunc(distance / 1000), 'second')
}

/** `3 minutes before it was received`. */
export function timeBeside(unixMs: number, { unixMs: beside, what }: KnownMoment): string {
  const distance = unixMs - beside
  if (Math.abs(distance) < 1_000) return `when it was ${what}`
  const words = relativeTime(unixMs, beside).replace(/^in | ago$/g, '')
  return `${words} ${distance < 0 ? 'before' : 'after'} it was ${what}`
}

/** The moment that others are held against. */
export interface KnownMoment {
  readonly unixMs: number
  readonly what: 'received' | 'sent' | 'answered'
}
