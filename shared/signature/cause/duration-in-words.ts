const UNITS = [
  ['year', 365.25 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** `7 minutes`, `2 days`: the largest unit that fits at least once in whole seconds, rounded down. */
export function durationInWords(seconds: number): string {
  const whole = Math.abs(seconds) < 1 ? Math.abs(seconds) : Math.round(Math.abs(seconds))
  for (const [name, size] of UNITS) {
    if (whole < size) continue
    const count = Math.floor(whole / size)
    return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'less than a second'
}
