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
