/**
 * Finds again a sequence of integers that was seen before, exactly: a hash table of its own, since making a string of
 * each to put into a `Map` takes longer than reading the JSON.
 */
export class SequenceNumbers {
  #heads = new Int32Array(1 << 12).fill(-1)
  /** One after the other: what each entry's sequence is. */
  #pool = new Int32Array(1 << 14)
  #poolEnd = 0
  /** Four for each entry: its start in the pool, its end there, its hash, the next entry of its head. */
  #entries = new Int32Array(1 << 14)
  #count = 0

  /** The place of the sequence among those seen, in the order in which they came. */
  placeOf(sequence: ReadonlyArray<number>): number {
    let hash = sequence.length | 0
    for (const value of sequence) hash = Math.imul(hash ^ value, 0x9e3779b1) ^ (hash >>> 15)
    hash ^= hash >>> 13
    for (let entry = this.#head(hash); entry !== -1; entry = this.#entries[entry * 4 + 3] as number) {
      if (this.#entries[entry * 4 + 2] === hash && this.#holds(entry, sequence)) return entry
    }
    return this.#add(hash, sequence)
  }

  #head(hash: number): number {
    return this.#heads[hash & (this.#heads.length - 1)] as number
  }

  #holds(entry: number, sequence: ReadonlyArray<number>): boolean {
    const start = this.#entries[entry * 4] as number
    if ((this.#entries[entry * 4 + 1] as number) - start !== sequence.length) return false
    for (let index = 0; index < sequence.length; index++) {
      if (this.#pool[start + index] !== sequence[index]) return false
    }
    return true
  }

  #add(hash: number, sequence: ReadonlyArray<number>): number {
    if (this.#count === this.#heads.length) this.#widen()
    const entry = this.#count++
    this.#pool = grown(this.#pool, this.#poolEnd + sequence.length)
    this.#entries = grown(this.#entries, this.#count * 4)
    this.#pool.set(sequence, this.#poolEnd)
    this.#entries.set([this.#poolEnd, this.#poolEnd + sequence.length, hash, this.#head(hash)], entry * 4)
    this.#poolEnd += sequence.length
    this.#heads[hash & (this.#heads.length - 1)] = entry
    return entry
  }

  #widen(): void {
    this.#heads = new Int32Array(this.#heads.length * 4).fill(-1)
    for (let entry = 0; entry < this.#count; entry++) {
      const hash = this.#entries[entry * 4 + 2] as number
      this.#entries[entry * 4 + 3] = this.#head(hash)
      this.#heads[hash & (this.#heads.length - 1)] = entry
    }
  }
}

function grown(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array
  const larger = new Int32Array(Math.max(length, array.length * 2))
  larger.set(array)
  return larger
}
