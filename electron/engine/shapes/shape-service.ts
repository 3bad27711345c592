import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { LearnedType, Relearning, TypesRequest, WrittenTypes } from '../../../shared/shape/learned-types.ts'
import { BackgroundLoop } from '../background/background-loop.ts'
import { CarefulWay } from '../background/careful-way.ts'
import { inSlices } from '../in-slices.ts'
import type { Log } from '../log/log.ts'
import type { StoredShape } from '../store/shape-store.ts'
import type { Store } from '../store/store.ts'
import { floodPauseMs } from '../threads/flood-pause.ts'
import { type LearnerThread, learnerThread } from './learner-thread.ts'
import type { LearnerCalls } from './learner-worker.ts'
import type { LearnedSlice } from './shape-learner.ts'
import { unknownEvent } from './unknown-event.ts'

/** New captures are gathered for so long: one question for many. */
const GATHER_MS = 100
/** Shapes are written this often while captures keep coming, and when there are no more. */
const KEEP_MS = 5000
/** A thread that nobody needs costs memory. */
const IDLE_MS = 30_000
/** More than a slice has, mostly. */
const LEARNED_SINGLY = 200
/** Captures that one write job takes the marks off: all ten thousand at once would hold up what is being received. */
const IDS_A_JOB = 200

export interface ShapeServiceOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly log: Log
  /** Up to here it is known whose captures are and what they tell of. */
  readonly identifiedThrough: () => number
  /** Captures whose marks changed. */
  readonly changed: (seqs: ReadonlyArray<number>) => void
  /** There is more in the shapes than before. */
  readonly learned: () => void
}

/**
 * Learns behind the receiver what the bodies of each event type look like, after signatures were checked, since the provider is
 * known by then. What is learned is in the thread's memory and written every few seconds; each shape says which captures are in
 * it, so that those which are met again after a crash count once.
 */
export class ShapeService {
  private readonly options: ShapeServiceOptions
  private readonly thread: LearnerThread
  /** Every capture up to here was learned from, though it may not be on disk. */
  private through: number
  private keptAt = 0
  private unkept = false
  /** What the thread knows is not to be kept; it begins again. */
  private isLost = false
  private readonly loop: BackgroundLoop
  private readonly way = new CarefulWay(LEARNED_SINGLY)
  /** The thread ended behind this capture, and all went well up to it. */
  private endedAfter = 0
  /** Endpoints that are learned anew, in turn, each with the last capture that was looked at. */
  private readonly anew = new Map<string, number>()
  private idle: NodeJS.Timeout | null = null

  constructor(options: ShapeServiceOptions) {
    this.options = options
    this.thread = learnerThread(options.dataFolder)
    this.through = options.store.shapes.through()
    this.loop = new BackgroundLoop(
      {
        work: () => this.work(),
        next: () => (this.isLost || this.hasWork() ? GATHER_MS : this.unkept ? KEEP_MS : null),
        failed: (error) => {
          options.log.error('Shapes could not be learned', error, { after: this.through })
          this.lose()
        },
      },
      options.log,
    )
  }

  /** Takes up what the last engine left. */
  start(): void {
    this.loop.wake(0)
  }

  /** More captures have been identified. Costs next to nothing. */
  identified(): void {
    this.loop.wake(GATHER_MS)
  }

  async list(): Promise<{ types: LearnedType[]; behind: number; relearning: Relearning[] }> {
    const types = [...(await this.ask('list'))]
    const relearning = [...this.anew].map(([endpoint, after]) => ({
      endpoint,
      share: after / Math.max(after, this.through, 1),
    }))
    return { types, behind: this.behind(), relearning }
  }

  /** Learns the shapes of an endpoint anew from the captures that are kept, behind those that come. */
  relearn(endpoint: string): void {
    this.anew.set(endpoint, 0)
    this.options.learned()
    this.loop.wake(0)
  }

  /** What was taught by captures that are gone for good, at all endpoints, goes too. */
  relearnAll(): void {
    this.list().then(
      ({ types }) => {
        for (const endpoint of new Set(types.map((type) => type.endpoint))) this.relearn(endpoint)
      },
      (error: unknown) => {
        if (!this.loop.isClosed) this.options.log.error('Shapes could not be learned anew', error)
      },
    )
  }

  stopRelearning(endpoint: string): void {
    if (this.anew.delete(endpoint)) this.options.learned()
  }

  async types(request: TypesRequest): Promise<WrittenTypes> {
    const answer = await this.ask('types', request)
    if (answer.kind === 'types') return { ...answer.types, behind: this.behind() }
    throw new AppError('not-found', unknownEvent(request, answer))
  }

  async accept(ids: ReadonlyArray<string>): Promise<void> {
    const { store, changed } = this.options
    await Promise.all(
      inSlices(ids, IDS_A_JOB).map(async (some) => changed(await store.queue.write(() => store.shapes.accept(some)))),
    )
  }

  async close(): Promise<void> {
    if (this.idle !== null) clearTimeout(this.idle)
    await this.loop.close()
    await this.keep().catch((error: unknown) => {
      // They are learned again at the next start.
      this.options.log.warn('Shapes could not be kept', { error: String(error) })
    })
    await this.thread.close()
  }

  /** Captures that have not been learned from: as many at most, since some may have been deleted. */
  private behind(): number {
    return Math.max(0, this.options.store.order.newest() - this.through)
  }

  private hasWork(): boolean {
    return this.isBehind() || this.anew.size > 0
  }

  private isBehind(): boolean {
    return this.through < this.options.identifiedThrough()
  }

  private async work(): Promise<void> {
    if (this.isLost) await this.beginAgain()
    if (this.isBehind()) await this.learnNew()
    else if (this.anew.size > 0) await this.learnAnew()
    else await this.keep()
  }

  private async learnNew(): Promise<void> {
    while (!this.loop.isClosed && this.isBehind()) {
      const known = this.options.identifiedThrough()
      const slice = await this.nextSlice()
      await this.save(slice)
      this.through = slice.last ?? slice.upTo
      this.unkept = true
      if (performance.now() - this.keptAt > KEEP_MS) await this.keep()
      this.options.learned()
      if (this.options.identifiedThrough() > known) await sleep(floodPauseMs(slice.workedMs, { nobodyWaits: true }))
    }
  }

  private async nextSlice(): Promise<LearnedSlice & { upTo: number }> {
    const { store, identifiedThrough } = this.options
    // What went well before the thread ended is learned once more, as before: its memory is gone.
    if (this.through < this.endedAfter) return this.slice(this.endedAfter)
    // So that no more is lost with the thread than the one capture that it looks at.
    if (this.way.most === 1) await this.keep()
    return this.way.look(
      (most) => this.slice(identifiedThrough(), most),
      async () => {
        const culprit = store.order.next(this.through)
        await store.queue.write(() => store.shapes.setThrough(culprit))
      },
    )
  }

  private async slice(upTo: number, most?: number): Promise<LearnedSlice & { upTo: number }> {
    try {
      return { ...(await this.ask('slice', this.through, upTo, most)), upTo }
    } catch (error) {
      this.endedAfter = this.through
      throw error
    }
  }

  /** Until captures come, or it is done: then, and only then, it takes the place of what there was. */
  private async learnAnew(): Promise<void> {
    const [endpoint, from] = [...this.anew][0] as [string, number]
    let after = from
    while (!this.loop.isClosed && !this.isBehind() && this.anew.get(endpoint) === after) {
      const { last } = await this.ask('anew', endpoint, after, this.through)
      // Stopped, or begun anew, meanwhile.
      if (this.anew.get(endpoint) !== after) return
      if (last === null) return this.adopt(endpoint)
      after = last
      this.anew.set(endpoint, after)
      this.options.learned()
    }
  }

  private async adopt(endpoint: string): Promise<void> {
    const { store, learned } = this.options
    this.anew.delete(endpoint)
    const { kept, forgotten } = await this.ask('adopt', endpoint)
    await Promise.all(kept.map((shape) => this.write(shape)))
    for (const key of forgotten) await store.queue.write(() => store.shapes.forget(key))
    learned()
  }

  /** The thread's memory may be ahead of the disk, or gone. */
  private lose(): void {
    // What was learned anew is gone with it. The user may ask again; it must not go on for ever by itself.
    this.anew.clear()
    this.unkept = false
    this.isLost = true
  }

  /** From what is on the disk; should that not be readable now, then later. */
  private async beginAgain(): Promise<void> {
    await this.thread.end()
    this.through = this.options.store.shapes.through()
    this.isLost = false
  }

  /** The thread ends a while after the last question, if all that it knows is on disk. */
  private async ask<Name extends keyof LearnerCalls>(name: Name, ...args: Parameters<LearnerCalls[Name]>) {
    if (this.idle !== null) clearTimeout(this.idle)
    const answer = await this.thread.ask(name, ...args)
    if (this.idle !== null) clearTimeout(this.idle)
    this.idle = setTimeout(() => this.rest(), IDLE_MS).unref()
    return answer
  }

  private rest(): void {
    if (this.loop.isClosed || this.unkept || this.loop.isRunning) return
    this.thread.end().catch((error: unknown) => this.options.log.warn('A thread did not end', { error: String(error) }))
  }

  private async save({ drifts, evicted, forgotten }: LearnedSlice): Promise<void> {
    const { store, changed } = this.options
    const writes: Array<Promise<unknown>> = evicted.map((shape) => this.write(shape))
    if (forgotten.length > 0) {
      writes.push(store.queue.write(() => forgotten.map((key) => store.shapes.forget(key))))
    }
    await Promise.all(writes)
    if (drifts.length > 0) changed(await store.queue.write(() => store.shapes.saveDrifts(drifts)))
  }

  /** Shapes first: each knows how far it has come, so those that are ahead of the common place are not learned twice. */
  private async keep(): Promise<void> {
    if (!this.unkept) return
    const { store } = this.options
    const { through } = this
    const shapes = await this.ask('flush')
    await Promise.all(shapes.map((shape) => this.write(shape)))
    await store.queue.write(() => store.shapes.setThrough(through))
    this.keptAt = performance.now()
    this.unkept = this.through !== through
  }

  private write(shape: StoredShape): Promise<void> {
    const { store } = this.options
    return store.queue.write(() => store.shapes.save(shape))
  }
}
