import { canonicalNumber } from './canonical-number.ts'
import { SequenceNumbers } from './sequence-numbers.ts'

/**
 * Numbers what JSON values mean: two values get the same number exactly if they mean the same. Built from the leaves up,
 * each value is described by the numbers of its parts, so that whole subtrees compare at once and depth costs nothing.
 */
export class Meanings {
  // Texts, numbers and words, and containers are numbered apart: the last two bits say which it is.
  readonly #texts = new Map<string, number>()
  readonly #others = new Map<string, number>()
  readonly #containers = new SequenceNumbers()
  readonly #names = new Map<string, number>()

  /** Of a string, decoded. */
  text(value: string): number {
    return placeOf(this.#texts, value) * 4
  }

  number(raw: string): number {
    return placeOf(this.#others, canonicalNumber(raw)) * 4 + 1
  }

  /** `true`, `false` and `null`. */
  word(raw: string): number {
    return placeOf(this.#others, raw) * 4 + 1
  }

  array(items: ReadonlyArray<{ readonly meaning: number }>): number {
    const sequence = [ARRAY]
    for (const { meaning } of items) sequence.push(meaning)
    return this.#containers.placeOf(sequence) * 4 + 2
  }

  /** Whatever the order of the names; values of the same name keep theirs. */
  object(names: ReadonlyArray<string>, values: ReadonlyArray<{ readonly meaning: number }>) {
    const numbers = names.map((name) => placeOf(this.#names, name))
    const order = isAscending(numbers) ? null : sortedPlaces(numbers)
    const sequence = [OBJECT]
    let hasDuplicates = false
    let before = -1
    for (let index = 0; index < numbers.length; index++) {
      const place = order === null ? index : (order[index] as number)
      const name = numbers[place] as number
      if (name === before) hasDuplicates = true
      before = name
      sequence.push(name, values[place]?.meaning ?? 0)
    }
    return { meaning: this.#containers.placeOf(sequence) * 4 + 2, hasDuplicates }
  }
}

/** What a container's sequence begins with: no meaning is negative. */
const ARRAY = -1
const OBJECT = -2

function placeOf(places: Map<string, number>, text: string): number {
  const known = places.get(text)
  if (known !== undefined) return known
  places.set(text, places.size)
  return places.size - 1
}

/** Records of one shape are: their names were numbered in the order of the first. */
function isAscending(numbers: ReadonlyArray<number>): boolean {
  for (let index = 1; index < numbers.length; index++) {
    if ((numbers[index] as number) < (numbers[index - 1] as number)) return false
  }
  return true
}

/** Those of the same number stay in their order. */
function sortedPlaces(numbers: ReadonlyArray<number>): number[] {
  return numbers.map((_, place) => place).sort((one, other) => (numbers[one] as number) - (numbers[other] as number))
}
