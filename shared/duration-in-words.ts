const UNITS = [
  ['year', 365.25 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** `4 seconds`, `90 minutes`, `3 days`: in the largest unit that fits twice, rounded down, so that little is lost. */
export function durationInWords(seconds: number): string {
  if (Math.abs(seconds) < 1) return 'less than a second'
  const duration = Math.round(Math.abs(seconds))
  const [name, size] = UNITS.find(([, unit]) => duration >= unit * 2) ?? (['second', 1] as const)
  const count = Math.floor(duration / size)
  return `${count.toLocaleString('en')} ${name}${count === 1 ? '' : 's'}`
}
