import { z } from 'zod'
import { type RedactionKind, redactionKind } from './redaction-kind.ts'

/** What was taken out of something, for people: it holds no value. */
export const redactionReport = z.object({
  counts: z.array(
    z.object({
      kind: redactionKind,
      /** Places at which one stood. */
      count: z.number().int(),
    }),
  ),
  /** `header Cookie`, `body /data/email`; the first ones, with how often. */
  places: z.array(z.object({ kind: redactionKind, where: z.string(), count: z.number().int() })),
  /** Sentences about what else changed: a body decoded or left out. */
  notes: z.array(z.object({ text: z.string(), count: z.number().int() })),
})

export type RedactionReport = z.infer<typeof redactionReport>

const MOST_PLACES = 200

/** Counts while an export runs; bounded, whatever is redacted. */
export class RedactionTally {
  readonly #counts = new Map<RedactionKind, number>()
  readonly #places = new Map<string, { kind: RedactionKind; where: string; count: number }>()
  readonly #notes = new Map<string, number>()

  /** Everything that was taken out so far. */
  total = 0

  add(kind: RedactionKind, where: string): void {
    this.total++
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1)
    const key = `${kind} ${where}`
    const place = this.#places.get(key)
    if (place !== undefined) place.count++
    else if (this.#places.size < MOST_PLACES) this.#places.set(key, { kind, where, count: 1 })
  }

  note(text: string): void {
    this.#notes.set(text, (this.#notes.get(text) ?? 0) + 1)
  }

  report(): RedactionReport {
    const byCount = (left: { count: number }, right: { count: number }) => right.count - left.count
    return {
      counts: [...this.#counts].map(([kind, count]) => ({ kind, count })).sort(byCount),
      places: [...this.#places.values()].map((place) => ({ ...place })),
      notes: [...this.#notes].map(([text, count]) => ({ text, count })),
    }
  }
}
