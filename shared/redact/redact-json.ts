import { decodeJsonString, spelledEdits, spellJson } from './decoded-text.ts'
import { endOfPlaceholder } from './placeholders.ts'
import { leafEdits } from './redact-leaf.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import type { Edit } from './span.ts'

/** Everything in these is as secret as their name says. */
const INHERITED: ReadonlySet<RedactionKind> = new Set(['token', 'authorization', 'cookie'])
const PATH_SEGMENTS = 8

interface Container {
  readonly isObject: boolean
  /** Of the container; null: it has no name that tells. */
  readonly inherited: RedactionKind | null
  /** Of the member whose value is next, as it is shown. */
  name: string
  kind: RedactionKind | null
  isNameNext: boolean
  /** What `value` beside `"name": "Authorization"` is. */
  valueKind: RedactionKind | null
}

/** Whether a text begins as an object or a list does. */
export function beginsAsJson(text: string): boolean {
  const at = /^(?:\xef\xbb\xbf)?[ \t\r\n]{0,500}/.exec(text)?.[0].length ?? 0
  return text[at] === '{' || (text[at] === '[' && endOfPlaceholder(text, at) === null)
}

/**
 * Edits of a text that begins as JSON does. Everything else stays as it is spelled: spaces, forms of numbers, escapes. It need
 * not be right JSON (a body may have been cut), and may be several values one after another. It does not call itself for
 * what is nested: depth is the sender's choice.
 */
export function jsonEdits(scan: Scan, source: string, where: Where, depth: number): Edit[] {
  return new JsonScan(scan, source, where, depth).run()
}

class JsonScan {
  readonly #scan: Scan
  readonly #source: string
  readonly #where: Where
  readonly #depth: number
  readonly #edits: Edit[] = []
  readonly #open: Container[] = []
  readonly #place: Where = () => this.#describePlace()

  constructor(scan: Scan, source: string, where: Where, depth: number) {
    this.#scan = scan
    this.#source = source
    this.#where = where
    this.#depth = depth
  }

  run(): Edit[] {
    const source = this.#source
    let at = 0
    while (at < source.length) {
      const char = source.charCodeAt(at)
      const container = this.#open.at(-1)
      if (char === QUOTE) {
        const end = endOfString(source, at + 1)
        this.#string(at + 1, end, container)
        at = end + 1
      } else if (char === OPEN_ARRAY && endOfPlaceholder(source, at) !== null) {
        // Of what was no right JSON when it was redacted.
        at = endOfPlaceholder(source, at) ?? source.length
      } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
        this.#enter(char === OPEN_OBJECT, container)
        at++
      } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
        this.#open.pop()
        at++
      } else if (char === COMMA) {
        if (container !== undefined) container.isNameNext = container.isObject
        at++
      } else if (char === COLON) {
        if (container !== undefined) container.isNameNext = false
        at++
      } else if (char <= SPACE) at++
      else {
        BARE.lastIndex = at
        const end = at + Math.max(1, BARE.exec(source)?.[0].length ?? 0)
        this.#bare(at, end, container)
        at = end
      }
    }
    return this.#edits
  }

  #enter(isObject: boolean, outer: Container | undefined): void {
    // `auth` is secret as a text; as an object it also says who and how.
    const own = outer?.name.toLowerCase() === 'auth' ? null : outer?.kind
    const kind = own ?? outer?.inherited ?? null
    this.#open.push({
      isObject,
      inherited: kind !== null && INHERITED.has(kind) ? kind : null,
      name: isObject ? '' : '*',
      kind: null,
      isNameNext: isObject,
      valueKind: null,
    })
  }

  #string(start: number, end: number, container: Container | undefined): void {
    const decoded = decodeJsonString(this.#source.slice(start, end))
    if (container?.isNameNext) {
      container.name = decoded.text
      container.kind = kindOfName(decoded.text, 'member') ?? (isValueName(decoded.text) ? container.valueKind : null)
      const edits = this.#scan.textEdits(decoded.text, this.#where)
      if (edits.length > 0) container.name = '…'
      this.#edits.push(...spelledEdits(decoded, edits, start, spellJson))
      return
    }
    if (container !== undefined && /^(?:name|key|header|field)$/i.test(container.name)) {
      container.valueKind = kindOfName(decoded.text, 'header')
    }
    const kind = container?.kind ?? container?.inherited ?? null
    const named = kind === null ? null : this.#scan.namedEdits(kind, decoded.text, this.#place)
    const edits = named ?? leafEdits(this.#scan, decoded.text, this.#place, this.#depth + 1)
    this.#edits.push(...spelledEdits(decoded, edits, start, spellJson))
  }

  /** A number or a word; or whatever is no JSON. */
  #bare(start: number, end: number, container: Container | undefined): void {
    const text = this.#source.slice(start, end)
    if (text === 'true' || text === 'false' || text === 'null') return
    const isNumber = /^-?\d/.test(text)
    const kind = container?.kind ?? container?.inherited ?? null
    // `tokens: 150` counts what a language model has read.
    const named =
      kind === null || (isNumber && /s$/i.test(container?.name ?? '')) || container?.isNameNext
        ? null
        : this.#scan.namedEdits(kind, text, this.#place)
    const edits = named ?? this.#scan.textEdits(text, this.#place)
    const [first, last] = [edits[0], edits.at(-1)]
    if (first === undefined || last === undefined) return
    // A number becomes a string, or it would be no JSON any more.
    const written = isNumber ? `"${edits.map((edit) => edit.text).join('')}"` : null
    if (written !== null) this.#edits.push({ start, end, text: written })
    else this.#edits.push(...edits.map((edit) => ({ ...edit, start: start + edit.start, end: start + edit.end })))
  }

  #describePlace(): string {
    const shown = this.#open.slice(0, PATH_SEGMENTS).map(({ name }) => name)
    const rest = this.#open.length > PATH_SEGMENTS ? '/…' : ''
    return `${this.#where()} /${shown.map((name) => (name.length > 60 ? '…' : name)).join('/')}${rest}`
  }
}

function isValueName(name: string): boolean {
  return /^(?:value|content|text|data)$/i.test(name)
}

/** Where the string ends that began before `from`: at its quote, or at the end. */
function endOfString(source: string, from: number): number {
  for (let at = source.indexOf('"', from); at !== -1; at = source.indexOf('"', at + 1)) {
    let slashes = 0
    while (at - 1 - slashes >= from && source.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++
    if (slashes % 2 === 0) return at
  }
  return source.length
}

/** `\s` would take a byte of UTF-8 (0xa0) for a space. */
const BARE = /[^ \t\r\n"{}[\],:]+/y
const SPACE = 32
const QUOTE = 34
const COMMA = 44
const COLON = 58
const OPEN_ARRAY = 91
const BACKSLASH = 92
const CLOSE_ARRAY = 93
const OPEN_OBJECT = 123
const CLOSE_OBJECT = 125
