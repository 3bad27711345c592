/**
 * Three characters in a row, as a number. Hashed, so that no hostile body can fill the index with a vocabulary of its own;
 * of UTF-16 units rather than characters, so that whatever `String.includes` finds has the grams of what was looked for.
 */
export type Gram = number

/** Different grams that meet in one number cost a look at a capture that does not match, never a capture that does. */
const GRAM_BITS = 20
export const GRAM_COUNT = 1 << GRAM_BITS

const GRAM_LENGTH = 3
/** Letters and digits only: a tokenizer takes them as they are. */
const DIGITS = '0123456789abcdefghijklmnopqrstuv'
const DIGIT_CODES = Uint8Array.from(DIGITS, (digit) => digit.charCodeAt(0))
const DIGIT_BITS = 5
/** A gram is written as four digits. */
const WORD_LENGTH = GRAM_BITS / DIGIT_BITS

/** Gathers the distinct grams of texts. One for many captures: it is large. */
export class GramSet {
  /** The round in which each was seen last: clearing all for each capture would cost more than a small one has. */
  private readonly seen = new Uint8Array(GRAM_COUNT)
  private round = 0
  private found = new Uint32Array(4096)
  private count = 0

  clear(): void {
    this.count = 0
    this.round++
    if (this.round <= 0xff) return
    this.seen.fill(0)
    this.round = 1
  }

  /** `text` as it is compared: folded. */
  add(text: string): void {
    const { seen, round } = this
    let first = text.charCodeAt(0)
    let second = text.charCodeAt(1)
    for (let at = 2; at < text.length; at++) {
      const third = text.charCodeAt(at)
      const gram = gramOf(first, second, third)
      first = second
      second = third
      if (seen[gram] === round) continue
      seen[gram] = round
      this.push(gram)
    }
  }

  /** In the order in which they were met; true until the next `clear`. */
  get grams(): Uint32Array {
    return this.found.subarray(0, this.count)
  }

  private push(gram: Gram): void {
    if (this.count === this.found.length) {
      const larger = new Uint32Array(this.found.length * 2)
      larger.set(this.found)
      this.found = larger
    }
    this.found[this.count++] = gram
  }
}

/** The distinct grams of a folded text; none if it is too short for one. */
export function gramsOf(text: string): Gram[] {
  const grams = new Set<Gram>()
  for (let at = GRAM_LENGTH - 1; at < text.length; at++) {
    grams.add(gramOf(text.charCodeAt(at - 2), text.charCodeAt(at - 1), text.charCodeAt(at)))
  }
  return [...grams]
}

/** A gram as the word that stands for it in the index. */
export function gramWord(gram: Gram): string {
  let word = ''
  for (let shift = GRAM_BITS - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) word += DIGITS[(gram >>> shift) & 31]
  return word
}

/** The words of grams but for those in `left`, with a space behind each. */
export function gramWords(grams: Uint32Array, left: GramBits): string {
  const bytes = Buffer.allocUnsafe(grams.length * (WORD_LENGTH + 1))
  let at = 0
  for (const gram of grams) {
    if (left.has(gram)) continue
    bytes[at] = DIGIT_CODES[gram >>> 15] as number
    bytes[at + 1] = DIGIT_CODES[(gram >>> 10) & 31] as number
    bytes[at + 2] = DIGIT_CODES[(gram >>> 5) & 31] as number
    bytes[at + 3] = DIGIT_CODES[gram & 31] as number
    bytes[at + 4] = 0x20
    at += WORD_LENGTH + 1
  }
  return bytes.toString('latin1', 0, at)
}

/** A set of grams that is asked often. */
export class GramBits {
  private readonly bits = new Uint8Array(GRAM_COUNT / 8)
  readonly grams: ReadonlyArray<Gram>

  constructor(grams: ReadonlyArray<Gram>) {
    this.grams = grams
    for (const gram of grams) this.bits[gram >>> 3] = (this.bits[gram >>> 3] as number) | (1 << (gram & 7))
  }

  has(gram: Gram): boolean {
    return ((this.bits[gram >>> 3] as number) & (1 << (gram & 7))) !== 0
  }
}

function gramOf(first: number, second: number, third: number): Gram {
  let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca77) ^ Math.imul(third, 0xc2b2ae3d)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) >>> (32 - GRAM_BITS)
}
