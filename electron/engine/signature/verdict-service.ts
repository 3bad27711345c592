import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import type { Snippet, SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import { EventJobs } from '../events/event-jobs.ts'
import { inSlices } from '../in-slices.ts'
import type { Log } from '../log/log.ts'
import type { CheckScan, IdentifyScan } from '../store/checked-queries.ts'
import type { Store } from '../store/store.ts'
import type { VerdictJob } from '../store/verdict-store.ts'
import type { CheckedAs } from './checker-answers.ts'
import { CheckerThread } from './checker-thread.ts'
import type { KeyFetcher } from './key-fetcher.ts'
import type { SigningSetups } from './signing-setup.ts'

/** Verdicts or events that one write job saves, so that it takes a millisecond or two. */
const JOB_ROWS = 100
/** New captures are gathered for so long: one question for many. */
const GATHER_MS = 15
const RETRY_MS = 1000
/** Under a flood checking takes one part in nine of the time. */
const PAUSE_SHARE = 8
const MOST_PAUSE_MS = 300
/** Captures that are checked one by one after a slice of them ended the thread: more than a slice has. */
const CHECKED_SINGLY = 200
/** Captures that wait for one key; the rest are found again when the endpoint is checked anew. */
const MOST_WAITING = 10_000
/** Keys that one report may need: a certificate, then another behind it. */
const KEYS_A_REPORT = 3

export interface VerdictProgress {
  readonly done: number
  readonly total: number
}

export interface VerdictServiceOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly keys: KeyFetcher
  readonly setups: () => SigningSetups
  readonly log: Log
  /** Captures whose verdict or event is another, as soon as that is on disk. */
  readonly changed: (seqs: ReadonlyArray<number>) => void
  /** How far checking anew has come; null once that has ended. */
  readonly progress: (progress: VerdictProgress | null) => void
  /** `passedThrough` may be another. */
  readonly passed: () => void
  /** All captures of an endpoint tell of other events, perhaps. */
  readonly identifiedAgain: (endpoint: string) => void
}

interface RunningJob extends VerdictJob {
  readonly total: number
  readonly done: number
}

/**
 * Checks captures behind the receiver, in a thread, and writes what it finds in the background. New captures are a cursor
 * over the table rather than a queue, so that those which came before the engine died are simply next.
 */
export class VerdictService {
  private readonly options: VerdictServiceOptions
  private readonly thread: CheckerThread
  /** Every capture up to here was asked about. */
  private through: number
  /** The newest capture known of. */
  private newest: number
  private jobs: RunningJob[] = []
  private readonly events: EventJobs
  /** Captures of which something more is known than when they were checked. */
  private ready: number[] = []
  private readonly waitingFor = new Map<string, number[]>()
  private timer: NodeJS.Timeout | null = null
  private running: Promise<void> | null = null
  /** So many captures are checked one by one. */
  private singly = 0
  private failing = false
  private closed = false

  constructor(options: VerdictServiceOptions) {
    this.options = options
    this.thread = new CheckerThread(options.dataFolder, options.setups)
    const { verdicts } = options.store
    this.events = new EventJobs(options.store)
    this.through = verdicts.through()
    this.newest = verdicts.newest()
    this.ready = verdicts.unfetched(MOST_WAITING)
    // Counting what is left of a large endpoint would hold up the loop.
    for (const job of verdicts.jobs()) this.enter(job, options.store.counts.of(job.endpoint).captures)
  }

  /** Takes up what the last engine left. */
  start(): void {
    this.schedule(0)
  }

  get progress(): VerdictProgress | null {
    if (this.jobs.length === 0) return null
    const done = this.jobs.reduce((sum, job) => sum + job.done, 0)
    return {
      done,
      total: Math.max(
        done,
        this.jobs.reduce((sum, job) => sum + job.total, 0),
      ),
    }
  }

  /** Every capture up to here was checked and identified. */
  get passedThrough(): number {
    return Math.min(this.through, this.events.identifiedThrough)
  }

  /** A capture is on disk. Costs next to nothing. */
  received(seq: number): void {
    if (seq > this.newest) this.newest = seq
    this.schedule(GATHER_MS)
  }

  /** Checks these captures again, as soon as there is time. */
  again(seqs: ReadonlyArray<number>): void {
    this.ready.push(...seqs)
    this.schedule(GATHER_MS)
  }

  /** Something that decides verdicts has changed. */
  setupsChanged(): void {
    this.thread.setupsChanged()
  }

  /** Checks the captures of an endpoint again, newest first. What was under way for it begins anew. */
  async recheck(endpoint: string): Promise<void> {
    const { store } = this.options
    this.setupsChanged()
    const job = await store.queue.write(() => {
      const started = { endpoint, below: store.verdicts.newest() + 1 }
      store.verdicts.saveJob(started)
      return started
    })
    this.jobs = this.jobs.filter((other) => other.endpoint !== endpoint)
    // Counting the rows of a large endpoint would hold up the receiver.
    this.enter(job, store.counts.of(endpoint).captures)
    this.options.progress(this.progress)
    this.schedule(0)
  }

  /** Another provider sends here now: its captures tell of other events, perhaps. */
  async identifyAgain(endpoint: string): Promise<void> {
    this.setupsChanged()
    await this.events.begin(endpoint)
    this.schedule(0)
  }

  /** Everything about one capture's signature, as it would be judged now. */
  async report(captureId: string, as: CheckedAs): Promise<SignatureReport> {
    for (let round = 0; ; round++) {
      const answer = await this.thread.ask('report', captureId, as, this.options.keys.known())
      if (answer.kind === 'gone') {
        throw new AppError('not-found', `There is no capture ${captureId}. It may have been deleted.`)
      }
      if (answer.kind === 'report' || round === KEYS_A_REPORT) return answer.report
      await this.options.keys.fetch(answer.url)
    }
  }

  async snippet(captureId: string, provider: string | undefined, language: SnippetLanguage): Promise<Snippet> {
    const snippet = await this.thread.ask('snippet', captureId, { provider }, language, this.options.keys.known())
    if (snippet !== null) return snippet
    throw new AppError('not-found', `There is no capture ${captureId}. It may have been deleted.`)
  }

  async close(): Promise<void> {
    this.closed = true
    if (this.timer !== null) clearTimeout(this.timer)
    this.options.keys.close()
    await this.running
    await this.thread.close()
  }

  private enter(job: VerdictJob, total: number): void {
    this.jobs.push({ ...job, done: 0, total })
  }

  private schedule(afterMs: number): void {
    if (this.timer !== null || this.running !== null || this.closed) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.running = this.work().finally(() => {
        this.running = null
        if (this.hasWork()) this.schedule(this.failing ? RETRY_MS : GATHER_MS)
      })
    }, afterMs)
  }

  private hasWork(): boolean {
    return this.through < this.newest || this.ready.length > 0 || this.jobs.length > 0 || this.events.hasWork
  }

  /** New captures first; then those whose key came, those that are checked anew, and those to identify. Never rejects. */
  private async work(): Promise<void> {
    try {
      while (!this.closed && this.hasWork()) {
        const started = performance.now()
        const { newest } = this
        if (this.through < this.newest) await this.checkNew()
        else if (this.ready.length > 0) await this.checkReady()
        else if (this.jobs.length > 0) await this.checkAnew(this.jobs[0] as RunningJob)
        else await this.identify(this.events.scan())
        this.failing = false
        if (this.newest > newest) await this.giveWay(performance.now() - started)
      }
    } catch (error) {
      if (this.closed) return
      this.options.log.error('Signatures could not be checked', error, { after: this.through })
      this.failing = true
      if (error instanceof ThreadFailure) this.passOver(error)
    }
  }

  /** One capture that ends the thread must not keep all others from being checked: it is searched for, then left out. */
  private passOver({ scan, most }: ThreadFailure): void {
    if (most !== 1) {
      this.singly = CHECKED_SINGLY
      return
    }
    switch (scan.kind) {
      case 'new':
        this.through++
        return
      case 'endpoint': {
        const { endpoint, below } = scan
        const culprit = this.options.store.verdicts.newestOf(endpoint, below)
        this.jobs = this.jobs.map((job) =>
          job.endpoint === endpoint && job.below === below ? { ...job, below: culprit, done: job.done + 1 } : job,
        )
        return
      }
      case 'these':
        this.ready.shift()
        return
      case 'identify':
        this.events.passOver(scan)
    }
  }

  /** While captures keep coming the processor is theirs; what waits is checked when they stop. */
  private async giveWay(workedMs: number): Promise<void> {
    await sleep(Math.min(MOST_PAUSE_MS, workedMs * PAUSE_SHARE))
  }

  private async checkNew(): Promise<void> {
    // What arrives while the thread looks is not among what it found nothing in.
    const { newest } = this
    const { last } = await this.slice({ kind: 'new', after: this.through }, (place) => {
      this.options.store.verdicts.setThrough(place)
    })
    this.through = last ?? newest
    this.options.passed()
  }

  private async checkReady(): Promise<void> {
    const { passed } = await this.slice({ kind: 'these', seqs: this.ready.slice(0, JOB_ROWS) })
    this.ready.splice(0, passed)
  }

  private async checkAnew(job: RunningJob): Promise<void> {
    const { endpoint, below } = job
    const { store, progress } = this.options
    const { last, passed } = await this.slice({ kind: 'endpoint', endpoint, below }, (place) => {
      // Begun anew meanwhile: then it is that one's place which counts.
      if (this.jobs.includes(job)) store.verdicts.saveJob({ endpoint, below: place })
    })
    const index = this.jobs.indexOf(job)
    if (index < 0) return
    if (last === null) {
      await store.queue.write(() => {
        if (this.jobs.includes(job)) store.verdicts.endJob(endpoint)
      })
      this.jobs = this.jobs.filter((other) => other !== job)
    } else {
      this.jobs[index] = { ...job, below: last, done: job.done + passed }
    }
    progress(this.progress)
  }

  private async identify(scan: IdentifyScan): Promise<void> {
    const { last } = await this.slice(scan, (place) => this.events.savePlace(scan, place))
    await this.events.passed(scan, last)
    this.options.passed()
    if (last === null && scan.endpoint !== null) this.options.identifiedAgain(scan.endpoint)
  }

  private async slice(
    scan: CheckScan,
    savePlace: (last: number) => void = () => {},
  ): Promise<{ last: number | null; passed: number }> {
    const { store, keys, changed, log } = this.options
    const most = this.singly > 0 ? 1 : undefined
    const { verdicts, events, wanted, failures, last, passed } = await this.thread
      .ask('slice', { ...scan, most }, keys.known())
      .catch((error: unknown) => {
        throw new ThreadFailure(scan, most, error)
      })
    if (most !== undefined) this.singly--
    const jobs = [
      ...inJobs(verdicts, (some) => store.queue.write(() => store.verdicts.save(some, Date.now()))),
      ...inJobs(events, (some) => store.queue.write(() => store.events.save(some))),
    ]
    // Told at once: screens that heard of the counter meanwhile, as other news took it along, would take this for old.
    await Promise.all(jobs.map((job) => job.then(changed)))
    // Behind what was found, which an engine that dies in between would otherwise take for written.
    if (last !== null) await store.queue.write(() => savePlace(last))
    for (const { seq, url } of wanted) this.waitFor(seq, url)
    for (const { seq, message } of failures) log.error('A signature could not be checked', message, { seq })
    return { last, passed }
  }

  private waitFor(seq: number, url: string): void {
    const waiting = this.waitingFor.get(url)
    if (waiting !== undefined) {
      if (waiting.length < MOST_WAITING) waiting.push(seq)
      return
    }
    this.waitingFor.set(url, [seq])
    const { keys, log } = this.options
    keys
      .fetch(url)
      .then(() => {
        const waited = this.waitingFor.get(url) ?? []
        this.waitingFor.delete(url)
        // What was not fetched now would be wanted again at once, and again; checking anew finds it.
        if (!keys.known().has(url)) return
        this.ready.push(...waited)
        this.schedule(0)
      })
      .catch((error: unknown) => log.error('A key could not be fetched', error))
  }
}

function inJobs<Row>(
  rows: ReadonlyArray<Row>,
  save: (some: ReadonlyArray<Row>) => Promise<number[]>,
): Promise<number[]>[] {
  return inSlices(rows, JOB_ROWS).map(save)
}

/** The thread ended while it was checking, rather than the store refused what was found. */
class ThreadFailure extends Error {
  readonly scan: CheckScan
  readonly most: number | undefined

  constructor(scan: CheckScan, most: number | undefined, cause: unknown) {
    super('The thread that checks failed', { cause })
    this.scan = scan
    this.most = most
  }
}
