import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ChangeFeed } from '../captures/change-feed.ts'
import { type ClearingProgress, clearCaptures } from '../captures/clear-captures.ts'
import { histogram } from '../captures/histogram.ts'
import type { Log } from '../log/log.ts'
import { readHandlers } from '../store/read-only-store.ts'
import { TRASH_MS } from '../store/retention.ts'
import type { Store } from '../store/store.ts'

type CaptureChannel = Extract<keyof Handlers, `captures.${string}`>

export interface CaptureHandlerHooks {
  /** Counts of endpoints changed. */
  counted(): void
  clearing(progress: ClearingProgress | null): void
  closing(): boolean
}

export function captureHandlers(
  store: Store,
  feed: ChangeFeed,
  hooks: CaptureHandlerHooks,
  log: Log,
): Pick<Handlers, CaptureChannel> {
  const reading = readHandlers((query, ...args) => store.reader.ask(query, ...args))
  let clearing: Promise<number> | null = null

  const clear = (includePinned: boolean): Promise<number> =>
    clearCaptures(
      store,
      includePinned,
      {
        progress: hooks.clearing,
        erased: (ids) => {
          feed.drop(ids)
          hooks.counted()
        },
        stopped: hooks.closing,
      },
      log,
    ).finally(() => {
      clearing = null
      hooks.clearing(null)
    })

  return {
    // A filter may make this a scan, which must not hold up what a person has opened.
    'captures.list': (input) =>
      (input.text || input.from || input.to ? store.slowReader : store.reader).ask('list', input),
    'captures.get': reading['captures.get'],
    'captures.changes': ({ since, limit }) => store.reader.ask('changes', since, limit),
    'captures.histogram': (input) => histogram(store.slowReader, input),
    'captures.count': () => {
      const { captures, bytes } = store.counts.total()
      return { total: captures, bytes, pinned: store.marks.pinned() }
    },
    'captures.setPinned': async ({ ids, pinned }) => {
      feed.touch(await store.queue.write(() => store.marks.setPinned(ids, pinned)))
      return {}
    },
    'captures.setNote': async ({ id, note }) => {
      const seqs = await store.queue.write(() => store.marks.setNote(id, note))
      if (seqs.length === 0) throw new AppError('not-found', `There is no capture ${id}. It may have been deleted.`)
      feed.touch(seqs)
      return {}
    },
    'captures.delete': async ({ ids }) => {
      const now = Date.now()
      const deleted = await store.queue.write(() => store.marks.trash(ids, now))
      feed.drop(ids)
      hooks.counted()
      return { deleted, undoUntil: now + TRASH_MS }
    },
    'captures.undelete': async ({ ids }) => {
      const seqs = await store.queue.write(() => store.marks.restore(ids))
      feed.touch(seqs)
      hooks.counted()
      return { restored: seqs.length }
    },
    'captures.clear': async ({ includePinned }) => {
      if (clearing !== null)
        throw new AppError('conflict', 'Captures are being cleared already. Wait until that has ended.')
      clearing = clear(includePinned)
      return { deleted: await clearing }
    },
  }
}
