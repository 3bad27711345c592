import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { Call, CallOutput } from '../../../shared/contract/contract.ts'
import type { EngineEvent, EngineEventOf } from '../../../shared/contract/events.ts'
import { passedTimes } from '../../../shared/search/passed-times.ts'
import { localClock } from '../../local-clock.ts'
import {
  type CaptureFeed,
  emptyFeed,
  holdFeed,
  releaseFeed,
  withChanges,
  withFirstPage,
  withOlderPage,
  withTimePassed,
  withVerdicts,
} from './capture-feed.ts'
import { FilterQuestions } from './filter-questions.ts'

const PAGE = 200

export interface FeedState {
  readonly feed: CaptureFeed
  readonly loading: boolean
  readonly loadingOlder: boolean
  /** A filter that matches rarely is answered in slices; null where the last answer was a whole page, or the end. */
  readonly search: SearchProgress | null
  readonly error: unknown
}

export interface SearchProgress {
  /** Of the captures, how much has been looked through: 0 to 1. */
  readonly share: number
  /** The user has had enough. */
  readonly stopped: boolean
}

interface FeedHost {
  readonly call: Call
  subscribe(listener: (event: EngineEvent) => void): () => void
}

/**
 * Keeps a feed true: loads it, follows events, and where an event was missed asks for what changed since. Made once
 * for a list, and told of its filter.
 */
export class CaptureFeedSource {
  readonly #host: FeedHost
  readonly #listeners = new Set<() => void>()
  #state: FeedState = {
    feed: emptyFeed({}, localClock()),
    loading: true,
    loadingOlder: false,
    search: null,
    error: null,
  }
  /** The highest change counter that an event spoke of. */
  #latest = 0
  /** Which start of the engine events came from; null before the first. */
  #startedAt: number | null = null
  /** The generation that asks for what it missed. */
  #catchingUp: number | null = null
  /** Answers to questions asked before the last reload are dropped. */
  #generation = 0
  readonly #questions: FilterQuestions

  constructor(host: FeedHost) {
    this.#host = host
    this.#questions = new FilterQuestions({
      call: host.call,
      feed: () => this.#state.feed,
      show: (feed) => this.#setFeed(feed),
      failed: (error) => this.#set({ error }),
    })
  }

  /** Follows events until the returned function is called. */
  start(): () => void {
    return this.#host.subscribe((event) => {
      if (event.event === 'captures.changed') this.#onChanged(event)
      else if (event.event === 'engine.changed') this.#onEngine(event.state.startedAt)
    })
  }

  readonly state = (): FeedState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Shows what matches, from the newest on. */
  setFilter(filter: CaptureFilter): void {
    // What is at hand shows at once; the answer follows.
    const empty = emptyFeed(filter, localClock())
    void this.#load({ ...empty, rows: this.#state.feed.rows.filter((row) => empty.answer(row) === true) })
  }

  /** Begins anew with the same filter. */
  reload(): void {
    void this.#load({ ...this.#state.feed, change: null })
  }

  /** Asks for what was missed, as after the engine was away. */
  refresh(): void {
    if (this.#state.feed.change === null) this.reload()
    else void this.#catchUp(true)
  }

  /** After something could not be asked. Older ones are loaded by the list, as soon as no error stands in the way. */
  readonly retry = (): void => {
    this.#set({ error: null })
    this.#questions.askChanges()
    this.refresh()
  }

  /** Some time later, a filter such as `after:10m` lets other captures through. */
  readonly timePassed = (): void => {
    const { feed } = this.#state
    const clock = localClock()
    const passed = passedTimes(feed.filter.text ?? '', feed.clock, clock)
    if (passed.length > 0) this.#setFeed(withTimePassed(feed, clock))
    this.#questions.notePassed(passed)
  }

  readonly hold = (): void => this.#setFeed(holdFeed(this.#state.feed))

  readonly release = (): void => this.#setFeed(releaseFeed(this.#state.feed))

  /** Asks for what is older, until there is some, everything was looked through, or the user has had enough. */
  readonly loadOlder = async (): Promise<void> => {
    const { feed, loadingOlder, search } = this.#state
    if (feed.next === null || feed.change === null || loadingOlder || search?.stopped) return
    const generation = this.#generation
    this.#set({ loadingOlder: true, error: null })
    try {
      for (let isSearching = true; isSearching; ) {
        const { filter, next: before } = this.#state.feed
        if (before === null) break
        const page = await this.#host.call('captures.list', { ...filter, limit: PAGE, before })
        if (generation !== this.#generation) return
        const stopped = this.#state.search?.stopped ?? false
        this.#set({ feed: withOlderPage(this.#state.feed, before, page), search: searchOf(page, stopped) })
        isSearching = page.captures.length === 0 && !stopped
      }
      this.#set({ loadingOlder: false })
    } catch (error) {
      if (generation === this.#generation) this.#set({ loadingOlder: false, error })
    }
  }

  /** Looks through no more; what was found stays. */
  readonly stopSearch = (): void => {
    if (this.#state.search !== null) this.#set({ search: { ...this.#state.search, stopped: true } })
  }

  readonly resumeSearch = (): void => {
    if (this.#state.search !== null) this.#set({ search: { ...this.#state.search, stopped: false } })
    void this.loadOlder()
  }

  /**
   * Asks for the verdicts of rows that came without one, from the row `newest` on. Of requests that no known provider sent
   * there is no event when they were looked at.
   */
  readonly askVerdicts = async (newest: number, count: number): Promise<void> => {
    const generation = this.#generation
    const { filter } = this.#state.feed
    try {
      const page = await this.#host.call('captures.list', { ...filter, limit: count, before: newest + 1 })
      if (generation === this.#generation) this.#setFeed(withVerdicts(this.#state.feed, page.captures))
    } catch {
      // It is asked again soon, and that the engine is away is said by whoever follows it.
    }
  }

  async #load(feed: CaptureFeed): Promise<void> {
    this.#generation += 1
    this.#questions.forget()
    const generation = this.#generation
    this.#set({ feed, loading: true, loadingOlder: false, search: null, error: null })
    try {
      const page = await this.#host.call('captures.list', { ...feed.filter, limit: PAGE })
      if (generation !== this.#generation) return
      this.#set({ feed: withFirstPage(this.#state.feed, page), loading: false, search: searchOf(page, false) })
      if (this.#latest > page.change) await this.#catchUp(false)
    } catch (error) {
      if (generation === this.#generation) this.#set({ loading: false, error })
    }
  }

  #onChanged(event: EngineEventOf<'captures.changed'>): void {
    this.#latest = Math.max(this.#latest, event.to)
    const { change } = this.#state.feed
    if (change === null || event.to <= change) return
    if (event.overflow || event.from > change) void this.#catchUp(false)
    else this.#takeIn(event, event.to)
  }

  #takeIn(changes: { captures: readonly CaptureSummary[]; deletedIds: readonly string[] }, to: number): void {
    this.#set({ feed: withChanges(this.#state.feed, changes, to), error: null })
    this.#questions.noteChanges(changes)
  }

  /** Another start of the engine may have another database: what changed there says if the list begins anew. */
  #onEngine(startedAt: number): void {
    if (this.#startedAt !== null && this.#startedAt !== startedAt) this.refresh()
    this.#startedAt = startedAt
  }

  async #catchUp(always: boolean): Promise<void> {
    const generation = this.#generation
    if (this.#catchingUp === generation) return
    this.#catchingUp = generation
    try {
      for (let more = always; more || (this.#state.feed.change ?? 0) < this.#latest; ) {
        const since = this.#state.feed.change
        if (since === null) return
        const latest = this.#latest
        const changes = await this.#host.call('captures.changes', { since })
        if (generation !== this.#generation) return
        if (changes.reset) {
          this.#latest = 0
          this.reload()
          return
        }
        this.#takeIn(changes, changes.change)
        more = changes.more
        // What an event spoke of but no answer brings would be asked for without end.
        if (!more && latest === this.#latest) this.#latest = Math.min(latest, changes.change)
      }
    } catch (error) {
      if (generation === this.#generation) this.#set({ error })
    } finally {
      if (this.#catchingUp === generation) this.#catchingUp = null
    }
  }

  #setFeed(feed: CaptureFeed): void {
    if (feed !== this.#state.feed) this.#set({ feed })
  }

  #set(change: Partial<FeedState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

function searchOf(page: CallOutput<'captures.list'>, stopped: boolean): SearchProgress | null {
  const isShort = page.next !== null && page.captures.length < PAGE
  return isShort ? { share: page.searched ?? 0, stopped } : null
}
