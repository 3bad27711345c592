import os from 'node:os'

/** As `nice` has it: a third of what the receiver gets where both want the processor. Somebody may wait for a search, too. */
const BEHIND_THE_RECEIVER = 5

/**
 * Lets the thread that calls it have the time that others do not want. Linux keeps a priority for each thread, and 0 is the
 * one that asks; elsewhere it would be that of the whole process, which receives.
 */
export function giveWayToReceiver(): void {
  if (process.platform !== 'linux') return
  try {
    os.setPriority(0, BEHIND_THE_RECEIVER)
  } catch {
    // Forbidden in some containers: the pauses between slices remain.
  }
}
