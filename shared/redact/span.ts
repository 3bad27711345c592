import type { RedactionKind } from './redaction-kind.ts'

/** A piece of a text that is to go. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly kind: RedactionKind
}

/** What to write in place of a piece of a text. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Edits are in order and apart from each other. */
export function applyEdits(text: string, edits: ReadonlyArray<Edit>): string {
  if (edits.length === 0) return text
  const pieces: string[] = []
  let at = 0
  for (const edit of edits) {
    pieces.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  pieces.push(text.slice(at))
  return pieces.join('')
}

/** Edits of a piece of a text as those of the whole, in which it begins `by` characters on. */
export function movedEdits(edits: ReadonlyArray<Edit>, by: number): Edit[] {
  return edits.map(({ start, end, text }) => ({ start: start + by, end: end + by, text }))
}

/** Spans that overlap become one, of the kind that stands first in the list given. */
export function mergedSpans(spans: ReadonlyArray<Span>): Span[] {
  if (spans.length < 2) return [...spans]
  const rank = new Map(spans.map((span, index) => [span, index]))
  const ordered = [...spans].sort((left, right) => left.start - right.start || right.end - left.end)
  const merged: Span[] = []
  let best = 0
  for (const span of ordered) {
    const last = merged.at(-1)
    const own = rank.get(span) ?? 0
    if (last === undefined || span.start >= last.end) {
      merged.push(span)
      best = own
      continue
    }
    const kind = own < best ? span.kind : last.kind
    best = Math.min(best, own)
    merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end), kind }
  }
  return merged
}

/**
 * One list for two: the second one's edits are of what the first made of a text (`rewritten`). Where one takes something of
 * what the other wrote, both become one.
 */
export function composedEdits(first: ReadonlyArray<Edit>, second: ReadonlyArray<Edit>, rewritten: string): Edit[] {
  const composed: Edit[] = []
  // How much further on things stand in what was rewritten.
  let shift = 0
  for (let one = 0, other = 0; one < first.length || other < second.length; ) {
    const start = Math.min((first[one]?.start ?? Infinity) + shift, second[other]?.start ?? Infinity)
    const from = start - shift
    const pieces: string[] = []
    let [at, end] = [start, start]
    const isNext = (begin: number): boolean => begin < end || (begin === start && end === start)
    for (;;) {
      const [earlier, later] = [first[one], second[other]]
      if (earlier !== undefined && isNext(earlier.start + shift)) {
        end = Math.max(end, earlier.start + shift + earlier.text.length)
        shift += earlier.text.length - (earlier.end - earlier.start)
        one++
      } else if (later !== undefined && isNext(later.start)) {
        pieces.push(rewritten.slice(at, later.start), later.text)
        at = later.end
        end = Math.max(end, at)
        other++
      } else break
    }
    pieces.push(rewritten.slice(at, end))
    composed.push({ start: from, end: end - shift, text: pieces.join('') })
  }
  return composed
}
