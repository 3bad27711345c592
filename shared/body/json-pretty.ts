import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfScalar,
  endOfString,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
} from './json-token.ts'

/** Re-indented JSON, or why not. */
export type PrettyJson =
  | { readonly kind: 'pretty'; readonly text: string }
  /** `position`: of the first character that JSON does not allow. */
  | { readonly kind: 'invalid'; readonly position: number }
  /** Indenting would blow it up beyond the limit. */
  | { readonly kind: 'too-long' }

/** Deeper levels are indented no further: 100,000 levels would otherwise need gigabytes of spaces. */
const DEEPEST_INDENT = 60
const LONGEST_PRETTY = 200_000_000
const INDENTS = Array.from({ length: DEEPEST_INDENT + 1 }, (_, depth) => `\n${'  '.repeat(depth)}`)

/**
 * Re-indents by tokens and changes nothing else: numbers, escapes, duplicate keys and key order stay as they came, which
 * `JSON.parse` would lose. No recursion, so depth costs nothing.
 */
export function prettyJson(source: string, options: PrettyOptions = {}): PrettyJson {
  return new JsonIndenter(source, options).run()
}

interface PrettyOptions {
  /** Several values one after the other, as in NDJSON. */
  readonly sequence?: boolean
  /** Characters of the outcome. */
  readonly longest?: number
}

/** What may come next. */
type Expect = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'nothing'

class JsonIndenter {
  readonly #source: string
  readonly #sequence: boolean
  readonly #longest: number
  readonly #pieces: string[] = []
  readonly #joined: string[] = []
  /** One entry a level: true for an object. */
  readonly #levels: boolean[] = []
  #length = 0
  #at = 0

  constructor(source: string, options: PrettyOptions) {
    this.#source = source
    this.#sequence = options.sequence ?? false
    this.#longest = options.longest ?? LONGEST_PRETTY
  }

  run(): PrettyJson {
    let expect: Expect | null = 'value'
    for (;;) {
      this.#at = skipSpace(this.#source, this.#at)
      if (this.#at >= this.#source.length) break
      expect = this.#step(expect)
      if (expect === null) return { kind: 'invalid', position: this.#at }
      if (this.#length > this.#longest) return { kind: 'too-long' }
    }
    if (expect !== 'nothing') return { kind: 'invalid', position: this.#source.length }
    return { kind: 'pretty', text: this.#joined.join('') + this.#pieces.join('') }
  }

  /** Takes one token. Null: it may not stand here. */
  #step(expect: Expect): Expect | null {
    const char = this.#source.charCodeAt(this.#at)
    switch (expect) {
      case 'value-or-end':
        if (char === CLOSE_ARRAY) return this.#close(false)
        this.#newLine()
        return this.#value(char)
      case 'value':
        return this.#value(char)
      case 'key-or-end':
        if (char === CLOSE_OBJECT) return this.#close(false)
        return this.#key(char)
      case 'key':
        return this.#key(char)
      case 'colon':
        if (char !== COLON) return null
        this.#write(': ')
        this.#at++
        return 'value'
      case 'comma-or-end':
        return this.#commaOrEnd(char)
      case 'nothing':
        if (!this.#sequence) return null
        this.#newLine()
        return this.#value(char)
    }
  }

  #value(char: number): Expect | null {
    if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
      this.#levels.push(char === OPEN_OBJECT)
      this.#write(char === OPEN_OBJECT ? '{' : '[')
      this.#at++
      return char === OPEN_OBJECT ? 'key-or-end' : 'value-or-end'
    }
    return this.#token(char === QUOTE ? endOfString(this.#source, this.#at) : endOfScalar(this.#source, this.#at))
      ? this.#after()
      : null
  }

  #key(char: number): Expect | null {
    if (char !== QUOTE) return null
    this.#newLine()
    return this.#token(endOfString(this.#source, this.#at)) ? 'colon' : null
  }

  #commaOrEnd(char: number): Expect | null {
    const inObject = this.#levels.at(-1) === true
    if (char === (inObject ? CLOSE_OBJECT : CLOSE_ARRAY)) return this.#close(true)
    if (char !== COMMA) return null
    this.#write(',')
    this.#at++
    if (inObject) return 'key'
    this.#newLine()
    return 'value'
  }

  #close(hasContent: boolean): Expect {
    const wasObject = this.#levels.pop() === true
    if (hasContent) this.#newLine()
    this.#write(wasObject ? '}' : ']')
    this.#at++
    return this.#after()
  }

  #after(): Expect {
    return this.#levels.length === 0 ? 'nothing' : 'comma-or-end'
  }

  /** Copies the token up to `end`; a negative `end` is where it went wrong, as `-1 - position`. */
  #token(end: number): boolean {
    if (end < 0) {
      this.#at = -1 - end
      return false
    }
    this.#write(this.#source.slice(this.#at, end))
    this.#at = end
    return true
  }

  #newLine(): void {
    this.#write(INDENTS[Math.min(this.#levels.length, DEEPEST_INDENT)] as string)
  }

  #write(piece: string): void {
    this.#length += piece.length
    if (this.#pieces.push(piece) < 65_536) return
    this.#joined.push(this.#pieces.join(''))
    this.#pieces.length = 0
  }
}
