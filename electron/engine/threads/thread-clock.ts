/**
 * Milliseconds that this thread has worked: as true a measure of effort on a busy machine as on an idle one, where time on
 * the wall would call off a search that has hardly begun.
 */
export function threadClock(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
