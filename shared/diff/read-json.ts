import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfScalar,
  endOfString,
  NINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
} from '../body/json-token.ts'
import type { JsonDocument, JsonValue } from './json-document.ts'
import type { Meanings } from './meanings.ts'

export type ReadJson =
  | { readonly kind: 'read'; readonly document: JsonDocument }
  /** `position`: of the first character that JSON does not allow. */
  | { readonly kind: 'invalid'; readonly position: number }
  /** It has more values than `MOST_VALUES`, whose structure would fill the memory. */
  | { readonly kind: 'too-many' }

export const MOST_VALUES = 4_000_000

/** Reads exactly what `JSON.parse` accepts, and loses nothing of it. No recursion: depth is the sender's choice. */
export function readJson(source: string, meanings: Meanings): ReadJson {
  return new JsonReader(source, meanings).run()
}

interface OpenContainer {
  readonly start: number
  /** Null in an array. */
  readonly names: string[] | null
  readonly values: JsonValue[]
}

class JsonReader {
  readonly #source: string
  readonly #meanings: Meanings
  readonly #open: OpenContainer[] = []
  #root: JsonValue | null = null
  #values = 0
  #at = 0

  constructor(source: string, meanings: Meanings) {
    this.#source = source
    this.#meanings = meanings
  }

  run(): ReadJson {
    const source = this.#source
    let isValueNext = this.#value()
    while (this.#root === null) {
      if (this.#values > MOST_VALUES) return { kind: 'too-many' }
      if (this.#at < 0) return { kind: 'invalid', position: -1 - this.#at }
      if (isValueNext) {
        isValueNext = this.#value()
        continue
      }
      this.#at = skipSpace(source, this.#at)
      isValueNext = this.#separator()
    }
    const end = skipSpace(source, this.#at)
    if (end < source.length) return { kind: 'invalid', position: end }
    return { kind: 'read', document: { source, root: this.#root } }
  }

  /** Takes a value, or opens a container. Whether a value is to follow at once. */
  #value(): boolean {
    this.#values++
    const start = skipSpace(this.#source, this.#at)
    const char = this.#source.charCodeAt(start)
    this.#at = start
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) return this.#container(start, char === OPEN_OBJECT)
    const end = char === QUOTE ? endOfString(this.#source, start) : endOfScalar(this.#source, start)
    this.#at = end
    if (end < 0) return false
    const raw = this.#source.slice(start, end)
    this.#put({ kind: 'scalar', start, end, meaning: this.#meaning(raw) })
    return false
  }

  #meaning(raw: string): number {
    const char = raw.charCodeAt(0)
    if (char === QUOTE) return this.#meanings.text(decoded(raw))
    return char <= NINE ? this.#meanings.number(raw) : this.#meanings.word(raw)
  }

  #container(start: number, isObject: boolean): boolean {
    this.#open.push({ start, names: isObject ? [] : null, values: [] })
    this.#at = skipSpace(this.#source, start + 1)
    if (this.#source.charCodeAt(this.#at) === (isObject ? CLOSE_OBJECT : CLOSE_ARRAY)) {
      this.#close()
      return false
    }
    return isObject ? this.#name() : true
  }

  /** Takes a comma or the end of what is open. */
  #separator(): boolean {
    const container = this.#open.at(-1)
    const char = this.#source.charCodeAt(this.#at)
    if (container === undefined) return this.#wrong(this.#at)
    if (char === (container.names === null ? CLOSE_ARRAY : CLOSE_OBJECT)) {
      this.#close()
      return false
    }
    if (char !== COMMA) return this.#wrong(this.#at)
    this.#at = skipSpace(this.#source, this.#at + 1)
    return container.names === null ? true : this.#name()
  }

  /** Takes a name and its colon. */
  #name(): boolean {
    if (this.#source.charCodeAt(this.#at) !== QUOTE) return this.#wrong(this.#at)
    const end = endOfString(this.#source, this.#at)
    if (end < 0) return this.#wrong(-1 - end)
    this.#open.at(-1)?.names?.push(decoded(this.#source.slice(this.#at, end)))
    const colon = skipSpace(this.#source, end)
    if (this.#source.charCodeAt(colon) !== COLON) return this.#wrong(colon)
    this.#at = colon + 1
    return true
  }

  #close(): void {
    const container = this.#open.pop()
    if (container === undefined) return
    const { start, names, values } = container
    const end = ++this.#at
    if (names === null) this.#put({ kind: 'array', start, end, items: values, meaning: this.#meanings.array(values) })
    else this.#put({ kind: 'object', start, end, names, values, ...this.#meanings.object(names, values) })
  }

  #put(value: JsonValue): void {
    const container = this.#open.at(-1)
    if (container === undefined) this.#root = value
    else container.values.push(value)
  }

  /** The position is kept as `-1 - position`, as the functions for tokens answer it. */
  #wrong(position: number): false {
    this.#at = -1 - position
    return false
  }
}

/** What a text between quotes stands for. */
function decoded(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}
