import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import type { Snippet, SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import { BackgroundLoop } from '../background/background-loop.ts'
import { CarefulWay } from '../background/careful-way.ts'
import { type Walk, Walks } from '../background/walks.ts'
import { inSlices } from '../in-slices.ts'
import type { Log } from '../log/log.ts'
import type { CheckScan } from '../store/checked-queries.ts'
import type { Store } from '../store/store.ts'
import { floodPauseMs } from '../threads/flood-pause.ts'
import { CHECK_FAILED, type CheckedAs } from './checker-answers.ts'
import { CheckerThread } from './checker-thread.ts'
import type { KeyFetcher } from './key-fetcher.ts'
import { ReadyCaptures } from './ready-captures.ts'
import type { SigningSetups } from './signing-setup.ts'

/** Verdicts or events that one write job saves, so that it takes a millisecond or two. */
const JOB_ROWS = 100
/** New captures are gathered for so long: one question for many. */
const GATHER_MS = 15
/** More than a slice has. */
const CHECKED_SINGLY = 200
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
  private readonly rechecks: Walks<string>
  private readonly identifications: Walks<string | null>
  private readonly ready: ReadyCaptures
  private readonly loop: BackgroundLoop
  private readonly way = new CarefulWay(CHECKED_SINGLY)

  constructor(options: VerdictServiceOptions) {
    this.options = options
    const { store, keys, log } = options
    this.thread = new CheckerThread(options.dataFolder, options.setups)
    this.loop = new BackgroundLoop(
      {
        work: () => this.work(),
        next: () => (this.hasWork() ? GATHER_MS : null),
        failed: (error) => log.error('Signatures could not be checked', error, { after: this.through }),
      },
      log,
    )
    this.rechecks = new Walks(store.queue, store.rechecks, (endpoint) => store.counts.of(endpoint).captures)
    this.identifications = new Walks(store.queue, store.identifications, () => 0)
    this.through = store.verdicts.through()
    this.newest = store.order.newest()
    this.ready = new ReadyCaptures({ keys, log, came: () => this.loop.wake(0) }, (most) =>
      store.verdicts.unfetched(most),
    )
  }

  /** Takes up what the last engine left. */
  start(): void {
    this.loop.wake(0)
  }

  /** How far checking again has come; null while nothing is. */
  get progress(): VerdictProgress | null {
    const walks = this.rechecks.all
    if (walks.length === 0) return null
    const done = walks.reduce((sum, walk) => sum + walk.done, 0)
    const total = walks.reduce((sum, walk) => sum + walk.total, 0)
    return { done, total: Math.max(done, total) }
  }

  /** Every capture up to here was checked and identified. */
  get passedThrough(): number {
    // Those that came after there were events are identified when they are checked; those before, by a walk through all.
    const older = this.identifications.all.find(({ endpoint }) => endpoint === null)
    return Math.min(this.through, older?.place ?? Number.POSITIVE_INFINITY)
  }

  /** A capture is on disk. Costs next to nothing. */
  received(seq: number): void {
    if (seq > this.newest) this.newest = seq
    this.loop.wake(GATHER_MS)
  }

  /** Checks these captures again, as soon as there is time. */
  again(seqs: ReadonlyArray<number>): void {
    this.ready.add(seqs)
    this.loop.wake(GATHER_MS)
  }

  /** Something that decides verdicts has changed. */
  setupsChanged(): void {
    this.thread.setupsChanged()
  }

  /** Checks the captures of an endpoint again, newest first. What was under way for it begins anew. */
  async recheck(endpoint: string): Promise<void> {
    this.setupsChanged()
    await this.rechecks.begin(endpoint, () => this.options.store.order.newest() + 1)
    this.options.progress(this.progress)
    this.loop.wake(0)
  }

  /** Another provider sends here now: its captures tell of other events, perhaps. */
  async identifyAgain(endpoint: string): Promise<void> {
    this.setupsChanged()
    await this.identifications.begin(endpoint, () => 0)
    this.loop.wake(0)
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
    const ended = this.loop.close()
    this.options.keys.close()
    await ended
    await this.thread.close()
  }

  private hasWork(): boolean {
    const { rechecks, identifications, ready } = this
    return this.through < this.newest || ready.hasAny || rechecks.first !== null || identifications.first !== null
  }

  private async work(): Promise<void> {
    while (!this.loop.isClosed && this.hasWork()) {
      const started = performance.now()
      const { newest } = this
      await this.checkSome()
      if (this.newest > newest) await sleep(floodPauseMs(performance.now() - started))
    }
  }

  /** New captures first; then those whose key came, those that are checked anew, and those to identify. */
  private async checkSome(): Promise<void> {
    if (this.through < this.newest) return this.checkNew()
    if (this.ready.hasAny) return this.checkReady()
    if (this.rechecks.first !== null) return this.checkAnew(this.rechecks.first)
    if (this.identifications.first !== null) return this.identify(this.identifications.first)
  }

  private async checkNew(): Promise<void> {
    const { store, passed } = this.options
    // What arrives while the thread looks is not among what it found nothing in.
    const { newest } = this
    const { last } = await this.slice({
      scan: { kind: 'new', after: this.through },
      savePlace: (place) => store.verdicts.setThrough(place),
      stepOver: async () => {
        const culprit = store.order.next(this.through)
        await this.leaveOut(culprit, this.through)
        this.through = culprit
      },
    })
    this.through = last ?? newest
    passed()
  }

  private async checkReady(): Promise<void> {
    const seqs = this.ready.next(JOB_ROWS)
    const { passed } = await this.slice({
      scan: { kind: 'these', seqs },
      savePlace: () => {},
      stepOver: async () => {
        await this.leaveOut(seqs[0])
        this.ready.passed(1)
      },
    })
    this.ready.passed(passed)
  }

  private async checkAnew(walk: Walk<string>): Promise<void> {
    const checked = await this.slice({
      scan: { kind: 'endpoint', endpoint: walk.endpoint, below: walk.place },
      savePlace: (place) => this.rechecks.savePlace(walk, place),
      stepOver: async () => {
        await this.leaveOut(this.options.store.rechecks.next(walk), walk.place)
        this.rechecks.stepOver(walk)
      },
    })
    await this.rechecks.passed(walk, checked)
    this.options.progress(this.progress)
  }

  private async identify(walk: Walk<string | null>): Promise<void> {
    const { endpoint, place } = walk
    const identified = await this.slice({
      scan: { kind: 'identify', endpoint, after: place },
      savePlace: (place) => this.identifications.savePlace(walk, place),
      stepOver: () => this.identifications.stepOver(walk),
    })
    await this.identifications.passed(walk, identified)
    this.options.passed()
    if (identified.last === null && endpoint !== null) this.options.identifiedAgain(endpoint)
  }

  /** What ended the thread cannot be checked; that is said on it, and in the log. */
  private async leaveOut(seq: number | undefined, place?: number): Promise<void> {
    // There is none behind the place, which is that of one that was passed.
    if (seq === undefined || seq === place) return
    const { store, changed } = this.options
    changed(await store.queue.write(() => store.verdicts.save([{ seq, found: CHECK_FAILED }], Date.now())))
  }

  private async slice({ scan, savePlace, stepOver }: Slice): Promise<{ last: number | null; passed: number }> {
    const { store, keys, changed, log } = this.options
    const { verdicts, events, wanted, failures, last, passed } = await this.way.look(
      (most) => this.thread.ask('slice', { ...scan, most }, keys.known()),
      stepOver,
    )
    const jobs = [
      ...inJobs(verdicts, (some) => store.queue.write(() => store.verdicts.save(some, Date.now()))),
      ...inJobs(events, (some) => store.queue.write(() => store.events.save(some))),
    ]
    // Told at once: screens that heard of the counter meanwhile, as other news took it along, would take this for old.
    await Promise.all(jobs.map((job) => job.then(changed)))
    // Behind what was found, which an engine that dies in between would otherwise take for written.
    if (last !== null) await store.queue.write(() => savePlace(last))
    for (const { seq, url } of wanted) this.ready.waitFor(seq, url)
    for (const { seq, message } of failures) log.error('A signature could not be checked', message, { seq })
    return { last, passed }
  }
}

function inJobs<Row>(
  rows: ReadonlyArray<Row>,
  save: (some: ReadonlyArray<Row>) => Promise<number[]>,
): Promise<number[]>[] {
  return inSlices(rows, JOB_ROWS).map(save)
}

/** Captures that are looked at, and what becomes of the place that they are at. */
interface Slice {
  readonly scan: CheckScan
  /** They are on disk up to there. Inside a transaction. */
  savePlace(last: number): void
  /** The next of them ended the thread. */
  stepOver(): void | Promise<void>
}
