import os from 'node:os'

/** As `nice` has it. A scan may take as long as it takes; the index must keep up with a thousand captures a second. */
const NICENESS = { search: 10, index: 5 } as const

/**
 * Lets the thread that calls it have the time that others do not want. Linux keeps a priority for each thread, and 0 is the one that
 * asks; elsewhere it would be that of the whole process, which receives.
 */
export function giveWayToReceiver(as: keyof typeof NICENESS): void {
  if (process.platform !== 'linux') return
  try {
    os.setPriority(0, NICENESS[as])
  } catch {
    // Forbidden in some containers: the pauses between slices remain.
  }
}
