import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { EngineEventOf } from '../../../shared/contract/events.ts'
import type { Log } from '../log/log.ts'

export type CapturesChanged = EngineEventOf<'captures.changed'>

/** Longest list that one event carries. */
const EVENT_CAPTURES = 400
/** Those of them that are read again: more at once is catching up after a flood, which must not cost what comes in. */
const REREAD_CAPTURES = 100
/** Events at most 20 a second. */
const WINDOW_MS = 50
/** For so long at least it is remembered that a capture was edited. */
const EDITED_MS = 1000

export interface ChangeFeedSource {
  /** The change counter now. */
  counter(): number
  summaries(seqs: ReadonlyArray<number>): Promise<CaptureSummary[]>
}

/** A capture that the feed is told of. Its summary is asked for only where somebody will hear of it. */
export interface FeedCapture {
  readonly seq: number
  readonly id: string
  summary(): CaptureSummary
}

/**
 * Gathers what happens to captures for 50 ms and tells it as one event. What the writer knows is taken from it; what
 * was changed otherwise is read again.
 */
export class ChangeFeed {
  private known = new Map<number, FeedCapture>()
  private touched = new Set<number>()
  private deleted: string[] = []
  /** More has happened than one event carries: nothing of it is gathered any more. */
  private overflow = false
  private published: number
  private timer: NodeJS.Timeout | null = null
  private closed = false
  private readonly touchedLately = new Recent<number>()
  private readonly goneLately = new Recent<string>()
  private readonly source: ChangeFeedSource
  private readonly publish: (event: CapturesChanged) => void
  private readonly log: Log

  constructor(source: ChangeFeedSource, publish: (event: CapturesChanged) => void, log: Log) {
    this.source = source
    this.publish = publish
    this.log = log
    this.published = source.counter()
  }

  /** A capture as it is now. Whoever knew it for a while asks `editedSince` first. */
  put(capture: FeedCapture): void {
    if (!this.overflow) {
      this.known.set(capture.seq, capture)
      this.touched.delete(capture.seq)
    }
    this.gathered()
  }

  /** Captures that changed in a way that only the store knows. */
  touch(seqs: ReadonlyArray<number>): void {
    this.touchedLately.add(seqs)
    for (const seq of seqs) {
      if (this.overflow) break
      this.known.delete(seq)
      this.touched.add(seq)
    }
    if (seqs.length > 0) this.gathered()
  }

  /** They are on no list any more. */
  gone(ids: ReadonlyArray<string>): void {
    this.goneLately.add(ids)
    if (!this.overflow) for (const id of ids) this.deleted.push(id)
    if (ids.length > 0) this.gathered()
  }

  /** Whether a capture may have been touched, or gone, since this `performance.now()`. */
  editedSince(capture: FeedCapture, since: number): boolean {
    if (performance.now() - since > EDITED_MS) return true
    // Its id is a text that has to be made: asked for only where it can matter.
    return this.touchedLately.has(capture.seq) || (!this.goneLately.isEmpty && this.goneLately.has(capture.id))
  }

  close(): void {
    this.closed = true
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private gathered(): void {
    if (!this.overflow && (this.size > EVENT_CAPTURES || this.touched.size > REREAD_CAPTURES)) {
      this.overflow = true
      this.empty()
    }
    this.schedule()
  }

  private get size(): number {
    return this.known.size + this.touched.size + this.deleted.length
  }

  private empty(): void {
    this.known = new Map()
    this.touched = new Set()
    this.deleted = []
  }

  private schedule(): void {
    if (this.timer !== null || this.closed) return
    this.timer = setTimeout(() => {
      this.flush()
        .catch((error: unknown) => this.log.error('Could not tell screens of changed captures', error))
        .finally(() => this.next())
    }, WINDOW_MS)
  }

  private next(): void {
    this.timer = null
    if (this.overflow || this.size > 0) this.schedule()
  }

  private async flush(): Promise<void> {
    const { known, touched, deleted, overflow } = this
    this.empty()
    this.overflow = false
    const from = this.published
    const to = this.source.counter()
    const summaries = [...known.values()].map((capture) => capture.summary())
    const reread = overflow ? null : await this.reread([...touched])
    if (this.closed) return
    this.published = to
    if (reread === null) {
      this.publish({ event: 'captures.changed', from, to, captures: [], deletedIds: [], overflow: true })
      return
    }
    // One event says of a capture either how it is or that it is gone: what was new may be gone, what was gone back.
    const alive = new Set(reread.map(({ id }) => id))
    const gone = new Set(deleted.filter((id) => !alive.has(id)))
    const captures = summaries.filter(({ id }) => !gone.has(id)).concat(reread)
    this.publish({ event: 'captures.changed', from, to, captures, deletedIds: [...gone], overflow: false })
  }

  /** Null if they cannot be read: screens are then told that there is more than the event says. */
  private async reread(seqs: ReadonlyArray<number>): Promise<CaptureSummary[] | null> {
    if (seqs.length === 0) return []
    try {
      return await this.source.summaries(seqs)
    } catch (error) {
      this.log.error('Changed captures could not be read', error)
      return null
    }
  }
}

/** Remembers keys for `EDITED_MS` to twice as long. */
class Recent<Key> {
  private young = new Set<Key>()
  private old = new Set<Key>()
  private turnedAt = performance.now()

  add(keys: ReadonlyArray<Key>): void {
    this.turn()
    for (const key of keys) this.young.add(key)
  }

  get isEmpty(): boolean {
    this.turn()
    return this.young.size === 0 && this.old.size === 0
  }

  has(key: Key): boolean {
    return this.young.has(key) || this.old.has(key)
  }

  private turn(): void {
    const age = performance.now() - this.turnedAt
    if (age < EDITED_MS) return
    this.old = age < 2 * EDITED_MS ? this.young : new Set()
    this.young = new Set()
    this.turnedAt = performance.now()
  }
}
