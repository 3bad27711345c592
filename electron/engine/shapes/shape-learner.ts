import { driftOf, restlessnessAfter } from '../../../shared/shape/drift.ts'
import { findChanges } from '../../../shared/shape/find-changes.ts'
import { mergeShape } from '../../../shared/shape/merge-shapes.ts'
import { shapeOf } from '../../../shared/shape/shape-of.ts'
import type { LearnedCapture, ShapeQueries } from '../store/shape-queries.ts'
import type { ShapeKey, StoredDrift, StoredShape } from '../store/shape-store.ts'
import { threadClock } from '../threads/thread-clock.ts'
import { keptShape, type LearnedShape, learnedShape, newLearnedShape } from './learned-shape.ts'
import { SAMPLE_BYTES, sampleOfBody } from './sample-of-body.ts'

/** How long a slice takes: then others get their turn. */
const SLICE_MS = 50
/** Captures read at once, and bytes of their bodies. */
const READ_CAPTURES = 32
const READ_BYTES = 1024 * 1024
/** Shapes in memory. */
const MOST_HELD = 64
/** Event types of an endpoint. Whoever knows its URL can make up any number of them. */
const MOST_TYPES = 300
/** A type that was met so rarely makes room for another. */
const RARE = 2

export interface LearnedSlice {
  /** How far it came: the last capture that it looked at; null: there are no more. */
  readonly last: number | null
  readonly drifts: ReadonlyArray<StoredDrift>
  /** Shapes that had to make room in memory. */
  readonly evicted: ReadonlyArray<StoredShape>
  /** Those that had to make room on disk. */
  readonly forgotten: ReadonlyArray<ShapeKey>
  /** Of a processor's time; on a busy machine the wall clock would tell of others' work. */
  readonly workedMs: number
}

export interface LearnerOptions {
  /** Looks at the captures of this endpoint only. */
  readonly endpoint?: string | undefined
  /** Nothing that is learned is written, so all of it stays in memory. */
  readonly holdsAll?: boolean
  /** Begins with nothing, whatever is kept. */
  readonly anew?: boolean
}

/** Learns shapes from captures, in the order in which they came. Synchronous: it has a thread for itself. */
export class ShapeLearner {
  private readonly queries: ShapeQueries
  /** Least lately used first. */
  private readonly held = new Map<string, LearnedShape>()
  private readonly typeCounts = new Map<string, number>()
  private drifts: StoredDrift[] = []
  private evicted: StoredShape[] = []
  private forgotten: ShapeKey[] = []

  private readonly options: LearnerOptions

  constructor(queries: ShapeQueries, options: LearnerOptions = {}) {
    this.queries = queries
    this.options = options
  }

  /** Learns from the next captures after one, and up to another; from as many as there is time for, but `most`. */
  slice(after: number, upTo: number, most = Number.POSITIVE_INFINITY): LearnedSlice {
    const [started, startedWork] = [performance.now(), threadClock()]
    let last: number | null = null
    let looked = 0
    do {
      const read = this.read(last ?? after, upTo, Math.min(READ_CAPTURES, most - looked))
      if (read.length === 0) break
      looked += read.length
      for (const { seq, capture } of read) {
        if (capture !== null) this.learn(capture)
        last = seq
      }
    } while (looked < most && performance.now() - started < SLICE_MS)
    const { drifts, evicted, forgotten } = this
    this.drifts = []
    this.evicted = []
    this.forgotten = []
    return { last, drifts, evicted, forgotten, workedMs: threadClock() - startedWork }
  }

  /** A few, from one state of the database, which is let go before they are learned from: that may take long. */
  private read(after: number, upTo: number, most: number): Array<{ seq: number; capture: LearnedCapture | null }> {
    return this.queries.snapshot(() => {
      const read: Array<{ seq: number; capture: LearnedCapture | null }> = []
      let bytes = 0
      for (const seq of this.queries.seqs(after, upTo, most, this.options.endpoint)) {
        const capture = this.queries.capture(seq, SAMPLE_BYTES)
        read.push({ seq, capture })
        bytes += capture?.body?.length ?? 0
        if (bytes > READ_BYTES) break
      }
      return read
    })
  }

  /** What is to be kept now. */
  flush(): StoredShape[] {
    const dirty = [...this.held.values()].filter(({ isDirty }) => isDirty)
    return dirty.map((learned) => {
      learned.isDirty = false
      return keptShape(learned)
    })
  }

  /** As it is in memory, else as it is kept. */
  find(key: ShapeKey): LearnedShape | null {
    const held = this.held.get(keyText(key))
    if (held !== undefined) return held
    if (this.options.anew) return null
    const stored = this.queries.shape(key)
    return stored === null ? null : learnedShape(stored)
  }

  /** Those in memory. */
  all(): Iterable<LearnedShape> {
    return this.held.values()
  }

  /** Takes what another has learned anew in place of what there was of an endpoint. */
  adopt(endpoint: string, other: ShapeLearner): { kept: StoredShape[]; forgotten: ShapeKey[] } {
    for (const [key, held] of this.held) if (held.endpoint === endpoint) this.held.delete(key)
    const kept = other.flush()
    const keys = new Set(kept.map(keyText))
    const forgotten = this.queries.list().filter((key) => key.endpoint === endpoint && !keys.has(keyText(key)))
    this.typeCounts.set(endpoint, kept.length)
    return { kept, forgotten }
  }

  private learn(capture: LearnedCapture): void {
    const learned = this.take(capture)
    if (learned === null || capture.seq <= learned.through) return
    learned.through = capture.seq
    learned.newestAt = Math.max(learned.newestAt, capture.receivedAt)
    learned.isDirty = true
    const sample = capture.body === null ? undefined : sampleOfBody(capture.headers, capture.body)
    if (sample === undefined) {
      learned.leftOut++
      return
    }
    const changes = findChanges(learned.shape, sample)
    const drift = driftOf(changes, learned.restlessness)
    if (drift.length > 0) this.drifts.push({ seq: capture.seq, changes: drift })
    learned.restlessness = restlessnessAfter(learned.restlessness, changes)
    mergeShape(learned.shape, shapeOf(sample))
    learned.captures++
  }

  /** Null: the endpoint has too many types already. */
  private take(key: ShapeKey): LearnedShape | null {
    const found = this.find(key) ?? (this.hasRoom(key.endpoint) ? newLearnedShape(key) : null)
    if (found !== null) this.hold(found)
    return found
  }

  private hold(learned: LearnedShape): void {
    const key = keyText(learned)
    this.held.delete(key)
    this.held.set(key, learned)
    if (this.held.size <= MOST_HELD || this.options.holdsAll) return
    const [oldest] = this.held
    if (oldest === undefined) return
    this.held.delete(oldest[0])
    if (oldest[1].isDirty) this.evicted.push(keptShape(oldest[1]))
  }

  private hasRoom(endpoint: string): boolean {
    const count = this.typeCounts.get(endpoint) ?? (this.options.anew ? 0 : this.queries.countOf(endpoint))
    if (count < MOST_TYPES) {
      this.typeCounts.set(endpoint, count + 1)
      return true
    }
    const rare = this.options.anew ? null : this.queries.leastMet(endpoint, RARE)
    if (rare === null || this.forgotten.length > 0) return false
    this.held.delete(keyText(rare))
    this.forgotten.push(rare)
    return true
  }
}

function keyText({ endpoint, provider, eventType }: ShapeKey): string {
  return JSON.stringify([endpoint, provider, eventType])
}
