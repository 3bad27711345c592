import type { CaptureDetail, CaptureSummary } from '../../shared/capture/capture.ts'
import type { CallInput, CallOutput } from '../../shared/contract/contract.ts'
import type { EngineEvent } from '../../shared/contract/events.ts'
import { nullIfNotFound } from '../../shared/contract/null-if-not-found.ts'

/** The part of an engine that a feed needs. */
export interface FeedSource {
  call<C extends 'captures.list' | 'captures.changes' | 'captures.get'>(
    channel: C,
    input: CallInput<C>,
  ): Promise<CallOutput<C>>
  subscribe(listener: (event: EngineEvent) => void): () => void
}

/** How long a capture waits for its answer to be known before it is passed on without. */
const ANSWER_GRACE_MS = 500
const PAGE = 500

/**
 * Passes on every capture received since `from` (unix ms), once each, in the order of arrival. The engine's events only
 * say that there is something new; what it is comes by the change counter, so that none is lost however many come.
 */
export class CaptureFeed {
  readonly #source: FeedSource
  readonly #from: number
  readonly #onCapture: (capture: CaptureDetail) => Promise<void>
  readonly #answerGraceMs: number
  /** In order of arrival. */
  readonly #waiting = new Map<string, { readonly since: number; answered: boolean }>()
  #unsubscribe: () => void = () => {}
  #change: number | null = null
  /** Null until the list was read once. */
  #lastSeq: number | null = null
  #news = true
  #running: Promise<void> | null = null
  #timer: NodeJS.Timeout | undefined
  #stopped = false

  constructor(
    source: FeedSource,
    from: number,
    onCapture: (capture: CaptureDetail) => Promise<void>,
    answerGraceMs = ANSWER_GRACE_MS,
  ) {
    this.#source = source
    this.#from = from
    this.#onCapture = onCapture
    this.#answerGraceMs = answerGraceMs
  }

  /** `onFailure` hears of it when the engine could not be asked; the next news tries again. */
  start(onFailure: (error: unknown) => void): void {
    const wake = (): void => {
      this.#news = true
      this.#run(onFailure)
    }
    this.#unsubscribe = this.#source.subscribe((event) => {
      if (event.event === 'captures.changed') wake()
    })
    wake()
  }

  /** Passes on what is there, without waiting for answers, and ends. */
  async stop(): Promise<void> {
    this.#unsubscribe()
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
    await this.#catchUp()
    await this.#passOn()
  }

  #run(onFailure: (error: unknown) => void): void {
    if (this.#running !== null || this.#stopped) return
    clearTimeout(this.#timer)
    this.#running = this.#work()
      .catch(onFailure)
      .finally(() => {
        this.#running = null
        if (this.#stopped) return
        if (this.#news) this.#run(onFailure)
        else if (this.#waiting.size > 0) this.#timer = setTimeout(() => this.#run(onFailure), this.#answerGraceMs / 5)
      })
  }

  async #work(): Promise<void> {
    if (this.#news) {
      this.#news = false
      await this.#catchUp()
    }
    await this.#passOn()
  }

  async #catchUp(): Promise<void> {
    for (let more = this.#change !== null; more; ) {
      const changes = await this.#source.call('captures.changes', { since: this.#change ?? 0 })
      this.#change = changes.reset ? null : changes.change
      if (!changes.reset) this.#take(changes.captures)
      more = changes.more && !changes.reset
    }
    if (this.#change === null) await this.#readAnew()
  }

  /** At the start, and when too much has happened for the change counter: the list from its top down to what is known. */
  async #readAnew(): Promise<void> {
    const found: CaptureSummary[] = []
    const isNew = ({ seq, receivedAt }: CaptureSummary): boolean =>
      this.#lastSeq === null ? receivedAt >= this.#from : seq > this.#lastSeq
    let newestSeq = this.#lastSeq ?? 0
    let before: number | null = null
    do {
      const page: CallOutput<'captures.list'> = await this.#source.call('captures.list', {
        limit: PAGE,
        ...(before === null ? {} : { before }),
      })
      this.#change ??= page.change
      newestSeq = Math.max(newestSeq, page.captures[0]?.seq ?? 0)
      found.push(...page.captures.filter(isNew))
      before = page.captures.every(isNew) ? page.next : null
    } while (before !== null)
    this.#add(found)
    this.#lastSeq = newestSeq
  }

  #take(captures: ReadonlyArray<CaptureSummary>): void {
    const lastSeq = this.#lastSeq ?? 0
    for (const { id, answeredStatus } of captures) {
      const known = this.#waiting.get(id)
      if (known !== undefined) known.answered ||= answeredStatus !== null
    }
    this.#add(captures.filter(({ seq }) => seq > lastSeq))
  }

  #add(captures: ReadonlyArray<CaptureSummary>): void {
    for (const { id, seq, answeredStatus } of captures.toSorted((a, b) => a.seq - b.seq)) {
      this.#waiting.set(id, { since: performance.now(), answered: answeredStatus !== null })
      this.#lastSeq = seq
    }
  }

  async #passOn(): Promise<void> {
    for (const [id, { since, answered }] of this.#waiting) {
      if (!answered && !this.#stopped && performance.now() - since < this.#answerGraceMs) return
      // Null if it was deleted in the meantime.
      const capture = await nullIfNotFound(this.#source.call('captures.get', { id }))
      this.#waiting.delete(id)
      if (capture !== null) await this.#onCapture(capture)
    }
  }
}
