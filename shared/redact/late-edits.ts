import type { Edit } from './span.ts'

interface Late {
  readonly start: number
  readonly end: number
  readonly edits: ReadonlyArray<Edit>
}

/**
 * Edits of values of which only what stood behind them told what they are. They are put in their places once, at the end:
 * looking for each one's place when it is found takes the square of the time where such values are nested.
 */
export class LateEdits {
  readonly #late: Late[] = []

  /** What is to be written for a value, whatever was found in it before. */
  add(start: number, end: number, edits: ReadonlyArray<Edit>): void {
    this.#late.push({ start, end, edits })
  }

  /** All, in order. `edits` are in order and have been made of the same text. */
  mergedInto(edits: Edit[]): Edit[] {
    if (this.#late.length === 0) return edits
    this.#late.sort((left, right) => left.start - right.start || right.end - left.end)
    const merged: Edit[] = []
    let next = 0
    let end = 0
    for (const late of this.#late) {
      if (late.start < end) continue
      for (; next < edits.length && (edits[next] as Edit).start < late.start; next++) merged.push(edits[next] as Edit)
      while (next < edits.length && (edits[next] as Edit).start < late.end) next++
      for (const edit of late.edits) merged.push(edit)
      end = late.end
    }
    for (; next < edits.length; next++) merged.push(edits[next] as Edit)
    return merged
  }
}
