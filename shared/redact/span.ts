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

/** One list for two: the second one's edits are of what the first made of a text, and never of what the first wrote. */
export function composedEdits(first: ReadonlyArray<Edit>, second: ReadonlyArray<Edit>): Edit[] {
  const composed: Edit[] = []
  let next = 0
  let shift = 0
  for (const edit of first) {
    const start = edit.start + shift
    while (next < second.length && (second[next] as Edit).start < start)
      composed.push(moved(second[next++] as Edit, -shift))
    composed.push(edit)
    shift += edit.text.length - (edit.end - edit.start)
  }
  while (next < second.length) composed.push(moved(second[next++] as Edit, -shift))
  return composed
}

function moved({ start, end, text }: Edit, by: number): Edit {
  return { start: start + by, end: end + by, text }
}
