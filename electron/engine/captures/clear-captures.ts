import type { Log } from '../log/log.ts'
import type { Store } from '../store/store.ts'

const STEP = 50
/** A job ends after so long: freeing the pages of one large body alone takes a while. */
const SLICE_MS = 5

export interface ClearingProgress {
  readonly done: number
  readonly total: number
}

/** Erases every capture in small steps. What arrives meanwhile stays. */
export async function clearCaptures(
  store: Store,
  includePinned: boolean,
  hooks: { progress(progress: ClearingProgress): void; erased(ids: ReadonlyArray<string>): void; stopped(): boolean },
  log: Log,
): Promise<number> {
  const newest = (store.db.prepare('SELECT max(seq) FROM captures').pluck().get() as number | null) ?? 0
  const pinned = store.marks.pinned()
  const total = store.counts.total().captures - (includePinned ? 0 : pinned)
  const next = store.db
    .prepare(
      `SELECT c.seq FROM captures c LEFT JOIN marks m ON m.seq = c.seq
       WHERE c.seq > ? AND c.seq <= ? AND (coalesce(m.pinned, 0) = 0 OR ?) AND m.trashed_at IS NULL ORDER BY c.seq LIMIT ?`,
    )
    .pluck()
  let done = 0
  let after = 0
  hooks.progress({ done, total })
  while (!hooks.stopped()) {
    const { erased, last } = await store.queue.write(() => {
      const started = performance.now()
      const erased: string[] = []
      let last: number | undefined
      for (const seq of next.all(after, newest, includePinned ? 1 : 0, STEP) as number[]) {
        const id = store.eraser.erase(seq)
        if (id !== null) erased.push(id)
        last = seq
        if (performance.now() - started > SLICE_MS) break
      }
      return { erased, last }
    })
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
