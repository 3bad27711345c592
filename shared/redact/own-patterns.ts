import type { RE2JS } from 're2js'
import { headerText } from '../http/header-text.ts'
import { compilePattern } from './compile-pattern.ts'
import type { OwnPattern } from './redaction-rules.ts'
import type { Span } from './span.ts'

/** Longer texts are looked through in pieces, so that the clock is looked at between them. */
const PIECE = 65_536
/** What a pattern sees behind a piece: as long may be what it finds there. */
const BEHIND = 4096
/** And in front of it, for `\b`. */
const BEFORE = 16

/** What one entry may cost. A second is enough for a body of 32 MiB and a usual pattern. */
export const PATTERN_MS = 10_000

export interface PatternClock {
  /** In ms. */
  readonly now: () => number
  /** What an entry may take. */
  readonly most: number
}

const USUAL_CLOCK: PatternClock = { now: Date.now, most: PATTERN_MS }

/**
 * The user's patterns, ready to be looked for. Each match takes linear time (RE2), but all of them together need not, and
 * what is linear may be slow: therefore a clock.
 */
export class OwnPatterns {
  readonly #compiled: ReadonlyArray<RE2JS>
  readonly #clock: PatternClock
  #spent = 0

  /** Throws `AppError` that names the pattern which is none. */
  constructor(patterns: ReadonlyArray<OwnPattern>, clock: PatternClock = USUAL_CLOCK) {
    this.#compiled = patterns.map(compilePattern)
    this.#clock = clock
  }

  /** A new entry begins. */
  restart(): void {
    this.#spent = 0
  }

  /** In a text of latin1, which patterns see as the UTF-8 that it is. Null: its entry has taken too long. */
  find(text: string): Span[] | null {
    if (this.#compiled.length === 0) return []
    if (this.#spent > this.#clock.most) return null
    const seen = headerText(text)
    const started = this.#clock.now()
    const spans: Span[] = []
    const isLate = () => this.#spent + this.#clock.now() - started > this.#clock.most
    const isWhole = this.#compiled.every((pattern) => pushMatches(pattern, seen, spans, isLate))
    this.#spent += this.#clock.now() - started
    if (!isWhole) return null
    // Characters are more bytes than one: where they begin has to be counted.
    return spans.length === 0 || seen.length === text.length ? spans : inBytes(spans, seen)
  }
}

/** Whether there was time for all. */
function pushMatches(pattern: RE2JS, text: string, spans: Span[], isLate: () => boolean): boolean {
  let from = 0
  for (let piece = 0; piece < Math.max(1, text.length); piece += PIECE) {
    const end = piece + PIECE
    const seenFrom = Math.max(0, piece - BEFORE)
    const seen = text.length <= PIECE ? text : text.slice(seenFrom, end + BEHIND)
    const matcher = pattern.matcher(seen)
    let isFound = matcher.find(Math.min(Math.max(from, piece) - seenFrom, seen.length))
    for (; isFound; isFound = matcher.find()) {
      if (isLate()) return false
      const [start, stop] = [seenFrom + matcher.start(), seenFrom + matcher.end()]
      // The next piece sees more of what begins in it.
      if (start >= end) break
      // An empty match takes nothing out.
      if (stop > start) spans.push({ start, end: stop, kind: 'pattern' })
      from = Math.max(from, stop)
    }
    if (isLate()) return false
  }
  return true
}

function inBytes(spans: ReadonlyArray<Span>, text: string): Span[] {
  const offsets = byteOffsets(text)
  return spans.map(({ start, end, kind }) => ({
    start: offsets[start] as number,
    end: offsets[end] as number,
    kind,
  }))
}

function byteOffsets(text: string): Int32Array {
  const offsets = new Int32Array(text.length + 1)
  let at = 0
  for (let index = 0; index < text.length; index++) {
    offsets[index] = at
    const code = text.charCodeAt(index)
    // Of a pair of surrogates the first counts for four bytes, and the second for none.
    at +=
      code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xdc00 && code < 0xe000 ? 0 : code >= 0xd800 && code < 0xdc00 ? 4 : 3
  }
  offsets[text.length] = at
  return offsets
}
