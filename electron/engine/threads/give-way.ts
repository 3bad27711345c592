import os from 'node:os'

/** As `nice` has it: a tenth of what the receiver gets where both want the processor. */
const SOMEBODY_WAITS = 10
/** What only uses up what is left: when the receiver wakes from a commit, it has the processor at once. */
const NOBODY_WAITS = 19

/**
 * Lets the thread that calls it have the time that the receiver does not want. Linux keeps a priority for each thread, and 0
 * is the one that asks; elsewhere it would be that of the whole process, which receives. `nobodyWaits`: nobody looks at a
 * window that shows what it does, as for a search, an export or a verdict.
 */
export function giveWayToReceiver({ nobodyWaits = false } = {}): void {
  if (process.platform !== 'linux') return
  try {
    os.setPriority(0, nobodyWaits ? NOBODY_WAITS : SOMEBODY_WAITS)
  } catch {
    // Forbidden in some containers: the pauses between slices remain.
  }
}
