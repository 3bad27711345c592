const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** `12:04:31.221`, in the time zone of the person who looks. */
export function formatTime(unixMs: number): string {
  return CLOCK.format(unixMs)
}

/** `12:04:31.221` if it is of the same day as `now`, else `21 Nov 12:04`. */
export function formatListTime(unixMs: number, now: number): string {
  const time = formatTime(unixMs)
  return DAY.format(unixMs) === DAY.format(now) ? time : `${SHORT_DAY.format(unixMs)} ${time.slice(0, 5)}`
}

/** `21 Nov 2026 12:04:31.221`. */
export function formatFullTime(unixMs: number): string {
  return `${DAY.format(unixMs)} ${formatTime(unixMs)}`
}
