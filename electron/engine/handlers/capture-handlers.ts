import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ChangeFeed } from '../captures/change-feed.ts'
import { type ClearingProgress, clearCaptures } from '../captures/clear-captures.ts'
import { inSlices } from '../in-slices.ts'
import type { Log } from '../log/log.ts'
import { histogram } from '../search/histogram.ts'
import { TRASH_MS } from '../store/retention.ts'
import type { Store } from '../store/store.ts'
import { checkFilter } from './check-filter.ts'
import { readHandlers } from './read-handlers.ts'

/** What one write job marks: ten thousand at once would hold up what is being received. */
const IDS_A_JOB = 200

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

  const inJobs = <Value>(
    ids: ReadonlyArray<string>,
    write: (some: ReadonlyArray<string>) => Value,
    written: (value: Value, some: ReadonlyArray<string>) => void,
  ): Promise<Value[]> =>
    Promise.all(
      inSlices(ids, IDS_A_JOB).map(async (some) => {
        const value = await store.queue.write(() => write(some))
        written(value, some)
        return value
      }),
    )

  const clear = (includePinned: boolean): Promise<number> =>
    clearCaptures(
      store,
      includePinned,
      {
        progress: hooks.clearing,
        erased: (ids) => {
          feed.gone(ids)
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
    'captures.list': (input) => {
      checkFilter(input)
      return (input.text || input.from || input.to ? store.slowReader : store.reader).ask('list', input)
    },
    'captures.get': reading['captures.get'],
    'captures.attempts': reading['captures.attempts'],
    'captures.previousOfType': reading['captures.previousOfType'],
    'captures.changes': ({ since, limit }) => store.reader.ask('changes', since, limit),
    'captures.histogram': (input) => {
      checkFilter(input)
      return histogram((query, ...args) => store.slowReader.ask(query, ...args), input)
    },
    'captures.count': () => {
      const { captures, bytes } = store.counts.total()
      return { total: captures, bytes, pinned: store.marks.pinned() }
    },
    'captures.setPinned': async ({ ids, pinned }) => {
      await inJobs(ids, (some) => store.marks.setPinned(some, pinned), feed.touch.bind(feed))
      return {}
    },
    'captures.setNote': async ({ id, note }) => {
      const seqs = await store.queue.write(() => store.marks.setNote(id, note))
      if (seqs.length === 0) throw new AppError('not-found', `There is no capture ${id}. It may have been deleted.`)
      feed.touch(seqs)
      return {}
    },
    'captures.tag': async ({ ids, add, remove }) => {
      await inJobs(ids, (some) => store.tags.change(some, add, remove), feed.touch.bind(feed))
      return {}
    },
    'captures.tags': () => store.reader.ask('tags'),
    'captures.delete': async ({ ids }) => {
      const now = Date.now()
      const deleted = await inJobs(
        ids,
        (some) => store.marks.trash(some, now),
        (_, some) => feed.gone(some),
      )
      hooks.counted()
      return { deleted: deleted.reduce((sum, count) => sum + count, 0), undoUntil: now + TRASH_MS }
    },
    'captures.undelete': async ({ ids }) => {
      const restored = await inJobs(ids, (some) => store.marks.undelete(some), feed.touch.bind(feed))
      hooks.counted()
      return { restored: restored.flat().length }
    },
    'captures.clear': async ({ includePinned }) => {
      if (clearing !== null)
        throw new AppError('conflict', 'Captures are being cleared already. Wait until that has ended.')
      clearing = clear(includePinned)
      return { deleted: await clearing }
    },
  }
}
