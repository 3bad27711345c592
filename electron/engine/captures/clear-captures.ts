import type { Log } from '../log/log.ts'
import type { Store } from '../store/store.ts'

const STEP = 50
/** A job ends after so long. */
const SLICE_MS = 5

export interface ClearingProgress {
  readonly done: number
  readonly total: number
}

/** Erases every capture in small steps, and what is in the trash. What arrives meanwhile stays. */
export async function clearCaptures(
  store: Store,
  includePinned: boolean,
  hooks: { progress(progress: ClearingProgress): void; erased(ids: ReadonlyArray<string>): void; stopped(): boolean },
  log: Log,
): Promise<number> {
  const newest = store.order.newest()
  const pinned = store.marks.pinned()
  const total = store.counts.total().captures - (includePinned ? 0 : pinned)
  let done = 0
  let after = 0
  hooks.progress({ done, total })
  while (!hooks.stopped()) {
    const { erased, last } = await store.queue.write(() => {
      const started = performance.now()
      const erased: string[] = []
      let last: number | undefined
      for (const seq of store.eraser.clearableBetween(after, newest, includePinned, STEP)) {
        const id = store.eraser.erase(seq)
        if (id !== null) erased.push(id)
        last = seq
        if (performance.now() - started > SLICE_MS) break
      }
      return { erased, last }
    })
    await store.chunks.gone()
    if (last === undefined) break
    // Only now: a job whose transaction is rolled back runs again.
    after = last
    done += erased.length
    hooks.erased(erased)
    hooks.progress({ done, total })
  }
  log.info('Captures cleared', { done, includePinned })
  return done
}
