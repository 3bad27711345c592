import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { Call, CallOutput } from '../../../shared/contract/contract.ts'
import type { EngineEvent, EngineEventOf } from '../../../shared/contract/events.ts'
import { joinedTimes, type PassedTime, passedTimes } from '../../../shared/search/passed-times.ts'
import { localClock } from '../../local-clock.ts'
import {
  type CaptureFeed,
  emptyFeed,
  holdFeed,
  releaseFeed,
  withAnswers,
  withChanges,
  withFirstPage,
  withOlderPage,
  withTimePassed,
  withVerdicts,
} from './capture-feed.ts'

const PAGE = 200
/** As many as one call takes. */
const MOST_ASKED = 1000

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
  /** Captures, by their id, of which the engine is to say whether the filter lets them through. */
  readonly #open = new Map<string, CaptureSummary>()
  #asking: number | null = null
  /** Times that the filter passed over, of whose captures the engine is to say whether it lets them through. */
  #passed: PassedTime[] = []
  #askingPassed: number | null = null

  constructor(host: FeedHost) {
    this.#host = host
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
    if (this.#open.size > 0) void this.#askOpen()
    this.refresh()
  }

  /** Some time later, a filter such as `after:10m` lets other captures through. */
  readonly timePassed = (): void => {
    const { feed } = this.#state
    const clock = localClock()
    const passed = passedTimes(feed.filter.text ?? '', feed.clock, clock)
    if (passed.length > 0) this.#setFeed(withTimePassed(feed, clock))
    // While the engine is away they add up, mostly to one.
    this.#passed = joinedTimes([...this.#passed, ...passed])
    void this.#askPassed()
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
    this.#open.clear()
    this.#passed = []
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
    const { feed } = this.#state
    this.#set({ feed: withChanges(feed, changes, to), error: null })
    for (const id of changes.deletedIds) this.#open.delete(id)
    for (const capture of changes.captures) {
      if (feed.answer(capture) === null && capture.seq >= (feed.next ?? 0)) this.#open.set(capture.id, capture)
      else this.#open.delete(capture.id)
    }
    if (this.#open.size > 0) void this.#askOpen()
  }

  /** One question at a time, for all that came in the meantime. */
  async #askOpen(): Promise<void> {
    const generation = this.#generation
    if (this.#asking === generation) return
    this.#asking = generation
    try {
      while (this.#open.size > 0) {
        const asked = [...this.#open.values()].slice(0, MOST_ASKED)
        const { filter } = this.#state.feed
        const { ids } = await this.#host.call('search.match', { filter, ids: asked.map(({ id }) => id) })
        if (generation !== this.#generation) return
        // What changed or went since is asked again, or gone.
        const settled = asked.filter((capture) => this.#open.get(capture.id) === capture)
        for (const { id } of settled) this.#open.delete(id)
        this.#setFeed(withAnswers(this.#state.feed, settled, new Set(ids)))
      }
    } catch (error) {
      if (generation === this.#generation) this.#set({ error })
    } finally {
      if (this.#asking === generation) this.#asking = null
    }
  }

  /** Brings in what matches now, and takes out what does not any more. What cannot be asked is asked with the next step. */
  async #askPassed(): Promise<void> {
    const generation = this.#generation
    if (this.#askingPassed === generation) return
    this.#askingPassed = generation
    let asked: PassedTime | null = null
    try {
      for (let time = this.#passed.shift(); time !== undefined; time = this.#passed.shift()) {
        const { from, to } = time
        asked = time
        const shown = this.#state.feed.rows.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to)
        const found = await this.#receivedIn(time)
        if (generation !== this.#generation) return
        this.#setFeed(withAnswers(this.#state.feed, [...shown, ...found], new Set(found.map(({ id }) => id))))
      }
    } catch {
      // That the engine is away is said by whoever follows it.
      if (generation === this.#generation && asked !== null) this.#passed = joinedTimes([asked, ...this.#passed])
    } finally {
      if (this.#askingPassed === generation) this.#askingPassed = null
    }
  }

  /** What the filter lets through of what was received then, down to where the list ends. */
  async #receivedIn(time: PassedTime): Promise<CaptureSummary[]> {
    const found: CaptureSummary[] = []
    const { filter, next: end } = this.#state.feed
    const from = Math.max(time.from, filter.from ?? time.from)
    const to = Math.min(time.to, filter.to ?? time.to)
    let before: number | null = Number.MAX_SAFE_INTEGER
    while (from < to && before !== null && before > (end ?? 0)) {
      const page: CallOutput<'captures.list'> = await this.#host.call('captures.list', {
        ...filter,
        from,
        to,
        limit: PAGE,
        before,
      })
      found.push(...page.captures)
      before = page.next
    }
    return found
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
