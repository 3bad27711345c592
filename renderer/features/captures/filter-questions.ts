import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { Call, CallOutput } from '../../../shared/contract/contract.ts'
import { joinedTimes, type PassedTime } from '../../../shared/search/passed-times.ts'
import { type CaptureFeed, withAnswers } from './capture-feed.ts'

const PAGE = 200
/** As many as one call takes. */
const MOST_ASKED = 1000

interface AskingList {
  readonly call: Call
  readonly feed: () => CaptureFeed
  readonly show: (feed: CaptureFeed) => void
  readonly failed: (error: unknown) => void
}

/**
 * Asks the engine which captures the filter of a list lets through, where their rows do not tell, and brings the answers
 * into the list. Of each kind one question is asked at a time, for all that came up meanwhile.
 */
export class FilterQuestions {
  readonly #list: AskingList
  /** New and changed captures, by their id. */
  readonly #open = new Map<string, CaptureSummary>()
  /** Times that the filter passed over: what was received then may match now, or no longer. */
  #passed: PassedTime[] = []
  /** Answers to questions of an earlier round are dropped. */
  #round = 0
  #roundOfOpen: number | null = null
  #roundOfPassed: number | null = null

  constructor(list: AskingList) {
    this.#list = list
  }

  /** The list begins anew. */
  forget(): void {
    this.#round += 1
    this.#open.clear()
    this.#passed = []
  }

  noteChanges(changes: { captures: readonly CaptureSummary[]; deletedIds: readonly string[] }): void {
    const feed = this.#list.feed()
    for (const id of changes.deletedIds) this.#open.delete(id)
    for (const capture of changes.captures) {
      if (feed.answer(capture) === null && capture.seq >= (feed.next ?? 0)) this.#open.set(capture.id, capture)
      else this.#open.delete(capture.id)
    }
    this.askChanges()
  }

  notePassed(times: readonly PassedTime[]): void {
    // While the engine is away they add up, mostly to one.
    this.#passed = joinedTimes([...this.#passed, ...times])
    void this.#askPassed()
  }

  /** Asks what is open, as after it could not be asked. */
  askChanges(): void {
    if (this.#open.size > 0) void this.#askOpen()
  }

  async #askOpen(): Promise<void> {
    const { call, feed, show, failed } = this.#list
    const round = this.#round
    if (this.#roundOfOpen === round) return
    this.#roundOfOpen = round
    try {
      while (this.#open.size > 0) {
        const asked = [...this.#open.values()].slice(0, MOST_ASKED)
        const { ids } = await call('search.match', { filter: feed().filter, ids: asked.map(({ id }) => id) })
        if (round !== this.#round) return
        // What changed since is asked again, and what went is gone.
        const settled = asked.filter((capture) => this.#open.get(capture.id) === capture)
        for (const { id } of settled) this.#open.delete(id)
        show(withAnswers(feed(), settled, new Set(ids)))
      }
    } catch (error) {
      if (round === this.#round) failed(error)
    } finally {
      if (this.#roundOfOpen === round) this.#roundOfOpen = null
    }
  }

  /** Brings in what matches now, and takes out what does not any more. What cannot be asked is asked with the next step. */
  async #askPassed(): Promise<void> {
    const { feed, show } = this.#list
    const round = this.#round
    if (this.#roundOfPassed === round) return
    this.#roundOfPassed = round
    let asked: PassedTime | null = null
    try {
      for (let time = this.#passed.shift(); time !== undefined; time = this.#passed.shift()) {
        const { from, to } = time
        asked = time
        const shown = feed().rows.filter(({ receivedAt }) => receivedAt >= from && receivedAt < to)
        const found = await this.#receivedIn(time)
        if (round !== this.#round) return
        show(withAnswers(feed(), [...shown, ...found], new Set(found.map(({ id }) => id))))
      }
    } catch {
      // That the engine is away is said by whoever follows it.
      if (round === this.#round && asked !== null) this.#passed = joinedTimes([asked, ...this.#passed])
    } finally {
      if (this.#roundOfPassed === round) this.#roundOfPassed = null
    }
  }

  /** What the filter lets through of what was received then, down to where the list ends. */
  async #receivedIn(time: PassedTime): Promise<CaptureSummary[]> {
    const found: CaptureSummary[] = []
    const { filter, next: end } = this.#list.feed()
    const from = Math.max(time.from, filter.from ?? time.from)
    const to = Math.min(time.to, filter.to ?? time.to)
    let before: number | null = Number.MAX_SAFE_INTEGER
    while (from < to && before !== null && before > (end ?? 0)) {
      const asked = { ...filter, from, to, limit: PAGE, before }
      const page: CallOutput<'captures.list'> = await this.#list.call('captures.list', asked)
      found.push(...page.captures)
      before = page.next
    }
    return found
  }
}
