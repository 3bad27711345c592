import type { Alignment, ItemPair } from './align-items.ts'

/** An item of the right as a patch brings it about. */
interface PlacedItem {
  /** Null: it is added. */
  readonly left: number | null
  readonly right: number
  /** Where it is, or is added, once those before it are added. */
  readonly place: number
}

/**
 * The items of an array while a patch makes the right of the left, after those are gone that count as removed. What is
 * ignored stays: removed items where they are, moved ones too, and added ones do not come.
 */
export class ItemOrder {
  readonly #start: number
  /** That come into the order of the right, in that order. */
  readonly #pairs: ReadonlyArray<ItemPair>
  /** On the right, ascending. */
  readonly #added: ReadonlyArray<number>
  /** By their place on the left, as they stand now. */
  readonly #order: number[]

  /** `counts`: whether an item in this place is not ignored. */
  constructor({ start, pairs, removed, added }: Alignment, counts: (index: number) => boolean) {
    this.#start = start
    this.#pairs = pairs.filter(({ moved, right }) => !moved || counts(right))
    this.#added = added.filter(counts)
    const kept = removed.filter((index) => !counts(index))
    this.#order = [...pairs.map(({ left }) => left), ...kept].sort((one, other) => one - other)
  }

  /** Each as things stand after those before. */
  moves(): Array<{ readonly from: number; readonly to: number }> {
    const moves: Array<{ from: number; to: number }> = []
    for (const [place, { left, moved }] of this.#pairs.entries()) {
      if (!moved) continue
      const from = this.#order.indexOf(left)
      this.#order.splice(from, 1)
      // Right after the one that it follows, which is in its place already.
      const before = this.#pairs[place - 1]
      const to = before === undefined ? 0 : this.#order.indexOf(before.left) + 1
      this.#order.splice(to, 0, left)
      if (from !== to) moves.push({ from: this.#start + from, to: this.#start + to })
    }
    return moves
  }

  /** Once the moves are made: what stays and what is added, as the right has them. */
  *places(): Generator<PlacedItem> {
    const placeOf = new Map(this.#order.map((left, place) => [left, place]))
    let added = 0
    let next = this.#start
    for (const { left, right } of [...this.#pairs, END]) {
      for (; (this.#added[added] ?? right) < right; added++) {
        yield { left: null, right: this.#added[added] as number, place: next++ }
      }
      if (left === END.left) return
      const place = this.#start + (placeOf.get(left) ?? 0) + added
      yield { left, right, place }
      next = place + 1
    }
  }
}

const END = { left: -1, right: Number.POSITIVE_INFINITY }
