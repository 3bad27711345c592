import type { Log } from '../log/log.ts'
import type { KeyFetcher } from './key-fetcher.ts'

/** Captures that wait for one key; the rest are found again when the endpoint is checked anew. */
const MOST_WAITING = 10_000

/** Captures of which something more is known than when they were checked, such as the key that they waited for. */
export class ReadyCaptures {
  private seqs: number[]
  private readonly waitingFor = new Map<string, number[]>()
  private readonly keys: KeyFetcher
  private readonly log: Log
  private readonly came: () => void

  /** `unfetched`: the newest captures that waited when the last engine ended. */
  constructor(
    { keys, log, came }: { keys: KeyFetcher; log: Log; came: () => void },
    unfetched: (most: number) => number[],
  ) {
    this.keys = keys
    this.log = log
    this.came = came
    this.seqs = unfetched(MOST_WAITING)
  }

  get hasAny(): boolean {
    return this.seqs.length > 0
  }

  add(seqs: ReadonlyArray<number>): void {
    this.seqs.push(...seqs)
  }

  next(most: number): ReadonlyArray<number> {
    return this.seqs.slice(0, most)
  }

  passed(count: number): void {
    this.seqs.splice(0, count)
  }

  /** Enters this capture once the key at this URL has come. */
  waitFor(seq: number, url: string): void {
    const waiting = this.waitingFor.get(url)
    if (waiting !== undefined) {
      if (waiting.length < MOST_WAITING) waiting.push(seq)
      return
    }
    this.waitingFor.set(url, [seq])
    this.keys
      .fetch(url)
      .then(() => {
        const waited = this.waitingFor.get(url) ?? []
        this.waitingFor.delete(url)
        // What was not fetched now would be wanted again at once, and again; checking anew finds it.
        if (!this.keys.known().has(url)) return
        this.add(waited)
        this.came()
      })
      .catch((error: unknown) => this.log.error('A key could not be fetched', error))
  }
}
