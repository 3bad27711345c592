import { setFlagsFromString } from 'node:v8'
import { isMainThread } from 'node:worker_threads'

// The process's own flag (engine-node-flags.ts) is for its main heap, which has been made; threads that start from now on
// would take it too, ahead of their limits.
if (isMainThread) setFlagsFromString('--max-semi-space-size=0')

/** As `resourceLimits` has it. */
export interface ThreadMemory {
  readonly maxYoungGenerationSizeMb: number
  readonly maxOldGenerationSizeMb: number
}

/**
 * Memory of a thread that works behind the receiver, whose objects may reach so many MiB. A small young generation: nobody
 * waits for such a thread, and with the usual one each keeps some 10 MiB of garbage for later.
 */
export function threadMemory(mostMib: number): ThreadMemory {
  return { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: mostMib }
}
