import { assertNever } from '../../../../shared/assert-never.ts'
import type { CaptureFilter } from '../../../../shared/capture/capture-filter.ts'
import type { ReadConnection } from '../read-connection.ts'
import { newestSeq, type SeqBounds, seqBounds } from '../seq-bounds.ts'
import type { CapturesOfTypes } from './captures-of-types.ts'
import type { Narrowing } from './filter-plan.ts'
import { isUnusable } from './index-file.ts'
import type { IndexLook, IndexReader } from './index-reader.ts'

/** Candidates that are asked of the index, or of a table, at once. */
const CANDIDATES = 1000

/** Sequence numbers to look at, newest first, and what is then left: all below `next`. */
export interface SearchWindow {
  readonly seqs: ReadonlyArray<number>
  readonly next: number
}

interface KnownBounds {
  readonly from: number | undefined
  readonly to: number | undefined
  /** The newest capture when they were found. */
  readonly newest: number
  readonly bounds: SeqBounds
}

/** Chooses which captures are looked at, so that not every one has to be: by the index where it knows them, or by a table of few. */
export class SearchWindows {
  private readonly db: ReadConnection
  private readonly index: IndexReader
  private readonly types: CapturesOfTypes
  /** Of the time range that was asked last: it is asked again for each step, and finding them is not quick. */
  private known: KnownBounds | null = null

  constructor(db: ReadConnection, index: IndexReader, types: CapturesOfTypes) {
    this.db = db
    this.index = index
    this.types = types
  }

  /** What was erased since narrows them; what arrived since is behind them. */
  boundsOf(filter: CaptureFilter): SeqBounds {
    const { from, to } = filter
    if (from === undefined && to === undefined) return seqBounds(this.db, filter)
    const newest = newestSeq(this.db)
    if (this.known === null || this.known.from !== from || this.known.to !== to) {
      this.known = { from, to, newest, bounds: seqBounds(this.db, filter) }
    }
    const { bounds, newest: then } = this.known
    if (newest <= then) return bounds
    return { first: Math.min(bounds.first, then + 1), last: Number.MAX_SAFE_INTEGER - 1 }
  }

  /** The index as it is now; null where it is not to be had. */
  look(): IndexLook | null {
    return this.asked(() => this.index.look())
  }

  /** The next of those below `before` that may match; null where every row has to be looked at. */
  next(narrowing: Narrowing, look: IndexLook | null, first: number, before: number): SearchWindow | null {
    switch (narrowing.kind) {
      case 'none':
        return null
      case 'few': {
        const { sql, values } = narrowing.few
        const few = this.db
          .prepare(`SELECT seq FROM (${sql}) WHERE seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ${CANDIDATES}`)
          .pluck()
        return windowOf(few.all(...values, first, before) as number[], first)
      }
      case 'types':
        return windowOf(this.types.captures(narrowing.types, first, before, CANDIDATES), first)
      case 'grams':
        return this.indexed(narrowing, look, first, before)
      default:
        return assertNever(narrowing)
    }
  }

  private indexed(
    { grams, types }: Extract<Narrowing, { kind: 'grams' }>,
    look: IndexLook | null,
    first: number,
    before: number,
  ): SearchWindow | null {
    if (look === null || before - 1 > look.through) return null
    const start = Math.max(look.eraStart(before - 1), first)
    const found = this.asked(() => look.candidates(grams, start, before, CANDIDATES))
    if (found === null || found.kind === 'all') return null
    if (types.length === 0) return windowOf(found.seqs, start)
    const both = new Set([...found.seqs, ...this.types.captures(types, start, before, CANDIDATES)])
    return windowOf([...both].sort((one, other) => other - one).slice(0, CANDIDATES), start)
  }

  /** What the index answers; null where it cannot. It is never the reason why something is not found. */
  private asked<Answer>(ask: () => Answer): Answer | null {
    try {
      return ask()
    } catch (error) {
      if (isUnusable(error)) this.index.giveUp()
      return null
    }
  }
}

/** Of at most so many as are asked for at once. */
function windowOf(seqs: ReadonlyArray<number>, first: number): SearchWindow {
  return { seqs, next: seqs.length < CANDIDATES ? first : (seqs.at(-1) as number) }
}
