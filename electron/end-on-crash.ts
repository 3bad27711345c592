/** A full disk or a reader that hangs must not keep a broken process alive. */
const FAREWELL_MS = 2_000

/**
 * For every process that runs an engine: a bug that nobody caught is told whole, then the process ends with 1. Going on
 * after one would be guessing. Rejections count too: Electron's Node only warns of them.
 */
export function endOnCrash(tell: (error: unknown) => Promise<unknown>): void {
  let crashed = false
  const crash = (error: unknown): void => {
    // Telling of the first may break as well; it is the first that matters.
    if (crashed) return
    crashed = true
    const end = (): never => process.exit(1)
    setTimeout(end, FAREWELL_MS)
    tell(error).then(end, end)
  }
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
}
