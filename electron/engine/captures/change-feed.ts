import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { EngineEventOf } from '../../../shared/contract/events.ts'
import type { Log } from '../log/log.ts'

type CapturesChanged = EngineEventOf<'captures.changed'>

/** Longest list that one event carries. */
const EVENT_CAPTURES = 400
/** Events at most 20 a second. */
const WINDOW_MS = 50

export interface ChangeFeedSource {
  /** The change counter now. */
  counter(): number
  summaries(seqs: ReadonlyArray<number>): Promise<CaptureSummary[]>
}

/**
 * Gathers what happens to captures for 50 ms and tells it as one event. What the writer knows is taken from it; what
 * was changed otherwise is read again.
 */
export class ChangeFeed {
  private known = new Map<number, CaptureSummary>()
  private touched = new Set<number>()
  private deleted: string[] = []
  private published: number
  private timer: NodeJS.Timeout | null = null
  private closed = false
  private readonly source: ChangeFeedSource
  private readonly publish: (event: CapturesChanged) => void
  private readonly log: Log

  constructor(source: ChangeFeedSource, publish: (event: CapturesChanged) => void, log: Log) {
    this.source = source
    this.publish = publish
    this.log = log
    this.published = source.counter()
  }

  /** A capture as it is now. */
  put(summary: CaptureSummary): void {
    this.known.set(summary.seq, summary)
    this.touched.delete(summary.seq)
    this.schedule()
  }

  /** Captures that changed in a way that only the store knows. */
  touch(seqs: ReadonlyArray<number>): void {
    for (const seq of seqs) {
      this.known.delete(seq)
      this.touched.add(seq)
    }
    if (seqs.length > 0) this.schedule()
  }

  drop(ids: ReadonlyArray<string>): void {
    for (const id of ids) this.deleted.push(id)
    if (ids.length > 0) this.schedule()
  }

  close(): void {
    this.closed = true
    if (this.timer !== null) clearTimeout(this.timer)
  }

  private schedule(): void {
    if (this.timer !== null || this.closed) return
    this.timer = setTimeout(() => {
      this.flush().then(
        () => this.next(),
        (error: unknown) => {
          // The counter did not move on, so screens see the gap with the next event and catch up.
          this.log.error('Could not tell screens of changed captures', error)
          this.next()
        },
      )
    }, WINDOW_MS)
  }

  private next(): void {
    this.timer = null
    if (this.known.size + this.touched.size + this.deleted.length > 0) this.schedule()
  }

  private async flush(): Promise<void> {
    const { known, touched, deleted } = this
    this.known = new Map()
    this.touched = new Set()
    this.deleted = []
    const from = this.published
    const to = this.source.counter()
    const overflow = known.size + touched.size + deleted.length > EVENT_CAPTURES
    const reread = overflow || touched.size === 0 ? [] : await this.source.summaries([...touched])
    if (this.closed) return
    this.published = to
    this.publish({
      event: 'captures.changed',
      from,
      to,
      captures: overflow ? [] : [...known.values(), ...reread],
      deletedIds: overflow ? [] : deleted,
      overflow,
    })
  }
}
