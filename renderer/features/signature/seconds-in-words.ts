const UNITS: ReadonlyArray<readonly [seconds: number, name: string]> = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
]

/** `4 s`, `12 minutes`, `3 days`: as exact as it is of use. */
export function secondsInWords(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds >= size * 2)
  if (unit === undefined) return `${seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)} s`
  return `${Math.round(seconds / unit[0]).toLocaleString('en')} ${unit[1]}s`
}
