/** `0.4 ms`, `4 ms`, `1.2 s`, `2 min 5 s`; a dash for what did not happen. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 0.05) return '0 ms'
  if (ms < 0.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
