import os from 'node:os'

/** As `nice` has it. */
const BEHIND_THE_RECEIVER = 10

/**
 * Lets a thread have only the time that nobody else wants. Linux keeps a priority for each thread, and 0 is the one that
 * asks; elsewhere it would be that of the whole process, which receives.
 */
export function giveWayToReceiver(): void {
  if (process.platform !== 'linux') return
  try {
    os.setPriority(0, BEHIND_THE_RECEIVER)
  } catch {
    // Forbidden in some containers: the pauses between slices remain.
  }
}
