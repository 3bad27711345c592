import type { Log } from '../log/log.ts'
import type { Store } from '../store/store.ts'

const STEP = 50

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
    const erased = await store.queue.write(() => {
      const seqs = next.all(after, newest, includePinned ? 1 : 0, STEP) as number[]
      after = seqs.at(-1) ?? after
      return seqs.map((seq) => store.eraser.erase(seq)).filter((id) => id !== null)
    })
    if (erased.length === 0) break
    done += erased.length
    hooks.erased(erased)
    hooks.progress({ done, total })
  }
  log.info('Captures cleared', { done, includePinned })
  return done
}
