import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfTornString,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  SPACE,
} from '../body/json-token.ts'
import { type DecodedText, decodeJsonString, spelledEdits, spellJson } from './decoded-text.ts'
import { APOSTROPHE, endOfApostrophes, endOfComment, spellInApostrophes, wordAt } from './json5-token.ts'
import { LateEdits } from './late-edits.ts'
import { ListedCommand } from './listed-command.ts'
import { endOfPlaceholder } from './placeholders.ts'
import { pushAll } from './push-all.ts'
import { leafEdits } from './redact-leaf.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { inOrder, type Scan, type Where } from './scan.ts'
import { isInherited, isLabelName, isValueName, isWhole, kindOfLabelled, kindOfName } from './secret-name.ts'
import { type Edit, movedEdits } from './span.ts'
import { UnnamedValues } from './unnamed-values.ts'

const PATH_SEGMENTS = 8
/** What is nested deeper is looked at as text: each level costs memory, and depth is the sender's choice. */
const MOST_OPEN = 200_000

interface Container {
  readonly isObject: boolean
  /** What the name of this object or list says of all in it; null: nothing. */
  readonly inherited: RedactionKind | null
  /** Whether objects in it are as secret as it; else only values in lists are. */
  readonly isForAll: boolean
  /** The object in which this, or what it is nested in, is the `value` that a label beside it tells of. */
  readonly holder: Container | null
  /** Of the member whose value is next, as it is shown. */
  name: string
  kind: RedactionKind | null
  isNameNext: boolean
  /** Whether a name stands in front of what comes next. */
  hasName: boolean
  /** What `value` beside `"name": "Authorization"` is. */
  valueKind: RedactionKind | null
  /** Values that came before the label that may name them; null: none did. */
  values: UnnamedValues | null
  /** In a list: how many strings there were, of which the first may name the second. */
  strings: number
  isNextNamed: boolean
  /** Node's `rawHeaders`: names and values in turn. */
  readonly isFlat: boolean
  /** Of a list that has strings. */
  command: ListedCommand | null
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
export function jsonEdits(scan: Scan, source: string, where: Where, depth: number): ReadonlyArray<Edit> {
  return new JsonScan(scan, source, where, depth).run()
}

class JsonScan {
  readonly #scan: Scan
  readonly #source: string
  readonly #where: Where
  readonly #depth: number
  readonly #edits: Edit[] = []
  readonly #late = new LateEdits()
  readonly #open: Container[] = []
  readonly #place: Where = () => this.#describePlace()
  /** Whether there was something that no JSON has, so that its signs may be those of a text. */
  #isTorn = false

  constructor(scan: Scan, source: string, where: Where, depth: number) {
    this.#scan = scan
    this.#source = source
    this.#where = where
    this.#depth = depth
  }

  run(): ReadonlyArray<Edit> {
    const source = this.#source
    let at = 0
    while (at < source.length) {
      const char = source.charCodeAt(at)
      const container = this.#open.at(-1)
      if (char === QUOTE || char === APOSTROPHE) at = this.#quoted(at, char, container)
      else if (char === OPEN_ARRAY && endOfPlaceholder(source, at) !== null) {
        // Of what was no right JSON when it was redacted.
        at = endOfPlaceholder(source, at) ?? source.length
      } else if (container === undefined && char === OPEN_ARRAY && isPhpName(source, at)) at = this.#line(at)
      else if (char === OPEN_OBJECT || char === OPEN_ARRAY) {
        if (this.#open.length >= MOST_OPEN) at = this.#asText(at, source.length)
        else this.#enter(char === OPEN_OBJECT, container)
        at++
      } else if (char === CLOSE_OBJECT || char === CLOSE_ARRAY) {
        this.#open.pop()
        at++
      } else if (char === COMMA) {
        if (container !== undefined) {
          container.isNameNext = container.isObject
          container.hasName = false
          // Of a pair, the first names what comes behind the comma.
          if (!container.isObject && !container.isNextNamed) container.kind = null
        }
        at++
      } else if (char === COLON) {
        // In front of a name it is Ruby's: `:name => 1`.
        if (container?.hasName) container.isNameNext = false
        at++
      } else if (char <= SPACE) at++
      else if (container === undefined) at = this.#line(at)
      else at = this.#word(at, container)
    }
    const edits = this.#late.mergedInto(this.#edits)
    return this.#isTorn ? inOrder(edits, this.#scan.tornEdits(source, edits, this.#where)) : edits
  }

  /** Past a string. One in apostrophes, as JSON5 and Python have them, ends with its line. */
  #quoted(at: number, quote: number, container: Container | undefined): number {
    if (quote === APOSTROPHE && container === undefined) return this.#line(at)
    const end = quote === QUOTE ? endOfTornString(this.#source, at + 1) : endOfApostrophes(this.#source, at + 1)
    this.#string(at + 1, end, container, quote === QUOTE ? spellJson : spellInApostrophes)
    return this.#source.charCodeAt(end) === quote ? end + 1 : end
  }

  /** Past what stands outside of any value, as in a log: the rest of the line, or up to an object. */
  #line(at: number): number {
    LINE.lastIndex = at
    return this.#asText(at, at + Math.max(1, LINE.exec(this.#source)?.[0].length ?? 0))
  }

  /** Past a word: a comment of JSON5, an arrow of Ruby, a name without quotes, or a value. */
  #word(at: number, container: Container): number {
    const source = this.#source
    const comment = endOfComment(source, at)
    if (comment !== null) return this.#asText(at, comment)
    if (source.startsWith('=>', at)) {
      if (container.hasName) container.isNameNext = false
      return at + 2
    }
    const word = wordAt(source, at)
    const end = at + word.length
    if (container.isNameNext) this.#name(word, container)
    // Where no name can stand, one stands nevertheless: this is no list but text.
    else if (!container.isObject && source[end] === ':') container.kind = kindOfName(word, 'member')
    this.#bare(at, end, container)
    return end
  }

  #asText(start: number, end: number): number {
    const edits = leafEdits(this.#scan, this.#source.slice(start, end), this.#place, DEEPEST_LEAF)
    pushAll(this.#edits, movedEdits(edits, start))
    return end
  }

  #enter(isObject: boolean, outer: Container | undefined): void {
    const kind = outer?.kind ?? null
    const isForAll = kind === null ? outer?.isForAll === true : isInherited(kind, outer?.name ?? '')
    const isFlat = !isObject && FLAT.test(outer?.name ?? '')
    this.#open.push({
      isObject,
      inherited: isForAll || !isObject ? (kind ?? outer?.inherited ?? null) : null,
      isForAll,
      holder: outer?.isObject && isValueName(outer.name) ? outer : (outer?.holder ?? null),
      name: isObject ? '' : '*',
      kind: null,
      isNameNext: isObject,
      hasName: false,
      valueKind: isObject ? (kind ?? (outer?.isObject === false ? outer.inherited : null)) : null,
      values: null,
      strings: isFlat || (outer?.isObject === false && !isObject) ? 0 : NO_PAIR,
      isNextNamed: false,
      isFlat,
      command: null,
    })
  }

  #string(start: number, end: number, container: Container | undefined, spell: (text: string) => string): void {
    const decoded = decodeJsonString(this.#source.slice(start, end))
    if (container?.isNameNext) {
      this.#name(decoded.text, container)
      const edits = this.#scan.textEdits(decoded.text, this.#where)
      if (edits.length > 0) container.name = '…'
      pushAll(this.#edits, spelledEdits(decoded, edits, start, spell))
      return
    }
    if (container !== undefined) this.#remember(start, end, container, spell)
    if (container?.isObject && isLabelName(container.name)) this.#label(decoded.text, container)
    const kind = container?.kind ?? container?.inherited ?? null
    const named = kind === null ? null : this.#scan.namedEdits(kind, decoded.text, this.#place)
    const edits =
      named ??
      (container?.isObject === false ? this.#commandEdits(decoded.text, container) : null) ??
      leafEdits(this.#scan, decoded.text, this.#place, this.#depth + 1)
    pushAll(this.#edits, spelledEdits(decoded, edits, start, spell))
    if (container?.isObject === false) this.#listed(decoded.text, container)
  }

  /** Null: it is no word of a command that shows a password. */
  #commandEdits(word: string, container: Container): Edit[] | null {
    container.command ??= new ListedCommand()
    const secret = container.command.secretIn(word)
    const edits = secret && this.#scan.namedEdits(secret.kind, word.slice(secret.start), this.#place)
    return secret === null || edits === null || edits.length === 0 ? null : movedEdits(edits, secret.start)
  }

  /** What a string in a list says of the next: of a pair in a list of pairs, the first names the second; so does an option. */
  #listed(text: string, container: Container): void {
    const isName = container.strings++ === 0 || OPTION.test(text)
    if (container.isFlat && container.strings === 2) container.strings = 0
    container.kind = isName ? kindOfLabelled(text) : null
    container.isNextNamed = isName
  }

  #name(name: string, container: Container): void {
    container.hasName = true
    container.name = name
    const { valueKind } = container
    container.kind = kindOfName(name, 'member') ?? (valueKind !== null && isWhole(name, valueKind) ? valueKind : null)
  }

  /** Keeps a value whose name may stand behind it. `spell`: null, it is in no quotes. */
  #remember(start: number, end: number, container: Container, spell: ((text: string) => string) | null): void {
    const isOwn = container.isObject && isValueName(container.name)
    for (const holder of [isOwn ? container : null, container.holder]) {
      if (holder === null || holder.kind !== null) continue
      holder.values ??= new UnnamedValues()
      holder.values.add({ start, end, editsAs: (kind) => this.#lateEdits(start, end, kind, spell) })
    }
  }

  #lateEdits(start: number, end: number, kind: RedactionKind, spell: ((text: string) => string) | null): Edit[] | null {
    const raw = this.#source.slice(start, end)
    const decoded: DecodedText = spell === null ? { text: raw, units: null } : decodeJsonString(raw)
    const named = this.#scan.namedEdits(kind, decoded.text, this.#place)
    if (named === null) return null
    return spell === null ? bareEdits(raw, named, start) : spelledEdits(decoded, named, start, spell)
  }

  /** What a string says about others beside it: `"name": "Cookie", "value": …` in either order. The first that tells counts. */
  #label(text: string, container: Container): void {
    container.valueKind ??= kindOfLabelled(text)
    if (container.valueKind !== null) container.values?.name(container.valueKind, this.#late)
  }

  /** A number or a word; or whatever is no JSON. */
  #bare(start: number, end: number, container: Container): void {
    const text = this.#source.slice(start, end)
    if (text === 'true' || text === 'false' || text === 'null') return
    if (!isNumber(text)) this.#isTorn = true
    if (!container.isNameNext) this.#remember(start, end, container, null)
    const kind = container.kind ?? container.inherited
    // `tokens: 150` counts what a language model has read.
    const named =
      kind === null ||
      (kind === 'token' && isNumber(text) && /s$/i.test(container.name.slice(-1))) ||
      container.isNameNext
        ? null
        : this.#scan.namedEdits(kind, text, this.#place)
    pushAll(this.#edits, bareEdits(text, named ?? this.#scan.textEdits(text, this.#place), start))
  }

  #describePlace(): string {
    const shown = this.#open.slice(0, PATH_SEGMENTS).map(({ name }) => name)
    const rest = this.#open.length > PATH_SEGMENTS ? '/…' : ''
    return `${this.#where()} /${shown.map((name) => (name.length > 60 ? '…' : name)).join('/')}${rest}`
  }
}

/** `[password] => x`, as PHP prints arrays. */
function isPhpName(source: string, at: number): boolean {
  PHP_NAME.lastIndex = at
  return PHP_NAME.test(source)
}

function isNumber(text: string): boolean {
  return /^[-+]?\d/.test(text)
}

/** A number becomes a string, or it would be no JSON any more. */
function bareEdits(text: string, edits: ReadonlyArray<Edit>, start: number): Edit[] {
  if (edits.length > 0 && isNumber(text))
    return [{ start, end: start + text.length, text: `"${edits.map((edit) => edit.text).join('')}"` }]
  return movedEdits(edits, start)
}

/** What stands in a line outside of any value. */
const LINE = /[^\n{]+/y
/** So that what is no value by itself is looked at as text, and not as JSON again. */
const DEEPEST_LEAF = 4
/** Of a list that is no pair. */
const NO_PAIR = 2
const PHP_NAME = /\[[\w.:-]{1,100}\][ \t]{1,8}=>/y
const FLAT = /^raw_?(?:headers|trailers)$/i
const OPTION = /^--?[A-Za-z][\w-]{0,60}$/
