/** A place in a text where one of the words ends, and how long the longest is that does. */
export type FoundWord = (end: number, length: number) => void

/**
 * Finds any of many words in one pass (Aho and Corasick). Words and texts are both the sender's choice, so that looking for
 * one word after the other, or comparing all that begin alike, could take hours.
 */
export class WordAutomaton {
  readonly #next: Array<Map<number, number>> = [new Map()]
  /** Of each node: where to go on where nothing fits, and the longest word that ends there, 0 for none. */
  #back: Int32Array = new Int32Array(1)
  #longest: Int32Array = new Int32Array(1)
  /** Whether any word begins with two bytes: nearly no place of a text has to be looked at further. */
  readonly #pairs = new Uint8Array(65_536)

  /** Words have at least two characters. */
  constructor(words: Iterable<string>) {
    const ends: Array<readonly [node: number, length: number]> = []
    for (const word of words) {
      this.#pairs[pairAt(word, 0)] = 1
      ends.push([this.#insert(word), word.length])
    }
    this.#longest = new Int32Array(this.#next.length)
    for (const [node, length] of ends) this.#longest[node] = length
    this.#link()
  }

  get isEmpty(): boolean {
    return this.#next.length === 1
  }

  find(text: string, found: FoundWord): void {
    let node = 0
    for (let at = 0; at < text.length; at++) {
      if (node === 0 && this.#pairs[pairAt(text, at)] === 0) continue
      node = this.#step(node, text.charCodeAt(at))
      const length = this.#longest[node] as number
      if (length > 0) found(at + 1, length)
    }
  }

  #insert(word: string): number {
    let node = 0
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at)
      const children = this.#next[node] as Map<number, number>
      let child = children.get(code)
      if (child === undefined) {
        child = this.#next.push(new Map()) - 1
        children.set(code, child)
      }
      node = child
    }
    return node
  }

  /** Level by level: where a node goes back to is nearer to the beginning. */
  #link(): void {
    this.#back = new Int32Array(this.#next.length)
    const queue = [...(this.#next[0] as Map<number, number>).values()]
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head] as number
      for (const [code, child] of this.#next[node] as Map<number, number>) {
        const back = this.#step(this.#back[node] as number, code)
        this.#back[child] = back
        if (this.#longest[child] === 0) this.#longest[child] = this.#longest[back] as number
        queue.push(child)
      }
    }
  }

  #step(from: number, code: number): number {
    for (let node = from; ; node = this.#back[node] as number) {
      const child = this.#next[node]?.get(code)
      if (child !== undefined) return child
      if (node === 0) return 0
    }
  }
}

function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) & 0xff) | ((text.charCodeAt(at + 1) & 0xff) << 8)
}
