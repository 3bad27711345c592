import { type DecodedText, decodeEntities, spelledEdits } from './decoded-text.ts'
import { LateEdits } from './late-edits.ts'
import { pushAll } from './push-all.ts'
import { leafEdits } from './redact-leaf.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Scan, Where } from './scan.ts'
import { isInherited, isLabelName, isValueName, kindOfLabelled, kindOfName } from './secret-name.ts'
import { type Edit, movedEdits } from './span.ts'
import { attributesFrom, localName } from './tag-attributes.ts'
import { UnnamedValues } from './unnamed-values.ts'

/** Deeper ones replace each other: nesting is the sender's choice, and each level costs memory. */
const MOST_OPEN = 200_000
/** A closing tag that matches none of so many open elements is passed over. */
const LOOKED_BACK = 64
/** So many names of labels are remembered. */
const MOST_LABELS = 16

interface Element {
  readonly name: string
  readonly kind: RedactionKind | null
  /** What the next element in it is, as a label before it has said. */
  nextKind: RedactionKind | null
  /** What elements in it are labels of. Null: there were none. */
  labels: Labels | null
}

interface Labels {
  /** Names of elements that were labels. One that comes again begins another pair. */
  readonly seen: Set<string>
  /** What a `<value>` in it is, even if other elements stand between it and its label. */
  valueKind: RedactionKind | null
  /** Values that came before their label. */
  readonly values: UnnamedValues
  isValueFirst: boolean
}

/** Whether a text begins as XML or HTML does; `<https://…>` does not. */
export function looksLikeXml(text: string): boolean {
  return /^(?:\xef\xbb\xbf)?[ \t\r\n]{0,500}<(?:[?!]|[A-Za-z_\x80-\xff][\w:.\x80-\xff-]{0,200}(?:[ \t\r\n>]|\/(?!\/)|$))/.test(
    text,
  )
}

/**
 * Edits of XML and HTML: text and CDATA by the names of elements, attributes by theirs, and pairs of name and value
 * (`<key>password</key><string>…`, `<input name="password" value="…">`). It need not be right, and is gone through once.
 */
export function xmlEdits(scan: Scan, source: string, where: Where, depth: number): Edit[] {
  return new XmlScan(scan, source, where, depth).run()
}

class XmlScan {
  readonly #scan: Scan
  readonly #source: string
  readonly #where: Where
  readonly #depth: number
  readonly #edits: Edit[] = []
  readonly #late = new LateEdits()
  readonly #open: Element[] = []
  readonly #place: Where = () => {
    const element = this.#open.at(-1)
    return element === undefined ? this.#where() : `${this.#where()} <${element.name.slice(0, 60)}>`
  }

  constructor(scan: Scan, source: string, where: Where, depth: number) {
    this.#scan = scan
    this.#source = source
    this.#where = where
    this.#depth = depth
  }

  run(): Edit[] {
    const source = this.#source
    for (let at = 0; at < source.length; ) {
      if (source[at] !== '<') at = this.#until('<', at, (start, end) => this.#text(start, end, true))
      else if (source.startsWith('<![CDATA[', at))
        at = this.#until(']]>', at + 9, (start, end) => this.#text(start, end, false))
      else if (source.startsWith('<!--', at)) at = this.#until('-->', at + 4, (start, end) => this.#plain(start, end))
      else if (source[at + 1] === '?' || source[at + 1] === '!')
        at = this.#until('>', at + 2, (start, end) => this.#plain(start, end))
      else at = this.#tag(at)
    }
    return this.#late.mergedInto(this.#edits)
  }

  /** Hands over what stands in front of an end; the rest, if there is none. Where to go on. */
  #until(end: string, from: number, take: (start: number, end: number) => void): number {
    const found = this.#source.indexOf(end, from)
    const until = found === -1 ? this.#source.length : found
    take(from, until)
    return end === '<' || found === -1 ? until : until + end.length
  }

  #text(start: number, end: number, hasEntities: boolean): void {
    const raw = this.#source.slice(start, end)
    if (/^[ \t\r\n]*$/.test(raw)) return
    const decoded = hasEntities ? decodeEntities(raw) : { text: raw, units: null }
    const element = this.#open.at(-1)
    const outer = this.#open.at(-2)
    if (outer !== undefined && element !== undefined && isLabelName(element.name))
      this.#label(decoded.text.trim(), element.name, outer)
    if (element?.kind === null) this.#remember(start, end, decoded)
    const named = element?.kind == null ? null : this.#scan.namedEdits(element.kind, decoded.text, this.#place)
    const edits = named ?? leafEdits(this.#scan, decoded.text, this.#place, this.#depth + 1)
    pushAll(this.#edits, spelledEdits(decoded, edits, start))
  }

  /** Keeps the text of a `<value>`, or of an element in one, whose label may stand behind it. */
  #remember(start: number, end: number, decoded: DecodedText): void {
    const [element, outer, outermost] = [this.#open.at(-1), this.#open.at(-2), this.#open.at(-3)]
    const holder = element !== undefined && isValueName(element.name) ? outer : outermost
    if (holder === undefined || outer === undefined || (holder === outermost && !isValueName(outer.name))) return
    holder.labels ??= { seen: new Set(), valueKind: null, values: new UnnamedValues(), isValueFirst: true }
    const editsAs = (kind: RedactionKind) => {
      const named = this.#scan.namedEdits(kind, decoded.text, this.#place)
      return named === null ? null : spelledEdits(decoded, named, start)
    }
    holder.labels.values.add({ start, end, editsAs })
  }

  #label(text: string, name: string, outer: Element): void {
    const kind = kindOfLabelled(text)
    outer.nextKind ??= kind
    outer.labels ??= { seen: new Set(), valueKind: null, values: new UnnamedValues(), isValueFirst: false }
    const { labels } = outer
    const isAnother = labels.seen.has(name)
    if (labels.seen.size < MOST_LABELS) labels.seen.add(name)
    labels.valueKind = isAnother ? kind : (labels.valueKind ?? kind)
    if (kind !== null && (labels.isValueFirst || !isAnother)) labels.values.name(kind, this.#late)
    else if (kind !== null || isAnother) labels.values.forget()
  }

  #plain(start: number, end: number): void {
    const edits = leafEdits(this.#scan, this.#source.slice(start, end), this.#where, this.#depth + 1)
    pushAll(this.#edits, movedEdits(edits, start))
  }

  /** Past the tag at `at`; a `<` that begins none is text. */
  #tag(at: number): number {
    TAG.lastIndex = at
    const [whole, slash, rawName] = TAG.exec(this.#source) ?? []
    if (whole === undefined || rawName === undefined) {
      const next = this.#source.indexOf('<', at + 1)
      const end = next === -1 ? this.#source.length : next
      this.#text(at, end, true)
      return end
    }
    const name = localName(rawName)
    const expected = slash === '/' ? null : (this.#open.at(-1)?.nextKind ?? null)
    const attributes = new Attributes(this.#scan, this.#source, at + whole.length, this.#place, this.#depth, expected)
    pushAll(this.#edits, attributes.edits)
    if (slash === '/') this.#close(name)
    else if (!attributes.isEmptyTag) this.#enter(name, attributes.labelled)
    return attributes.end
  }

  #enter(name: string, labelled: RedactionKind | null): void {
    const outer = this.#open.at(-1)
    const valueKind = isValueName(name) ? (outer?.labels?.valueKind ?? null) : null
    const own = kindOfName(name, 'member') ?? labelled ?? (isLabelName(name) ? null : (outer?.nextKind ?? valueKind))
    const inherited = outer?.kind != null && isInherited(outer.kind, outer.name) ? outer.kind : null
    if (outer !== undefined && !isLabelName(name)) outer.nextKind = null
    if (this.#open.length >= MOST_OPEN) this.#open.pop()
    this.#open.push({ name, kind: own ?? inherited, nextKind: null, labels: null })
  }

  #close(name: string): void {
    const lowest = Math.max(0, this.#open.length - LOOKED_BACK)
    for (let index = this.#open.length - 1; index >= lowest; index--) {
      if (this.#open[index]?.name !== name) continue
      this.#open.length = index
      return
    }
  }
}

const TAG = /<(\/?)([A-Za-z_\x80-\xff][\w:.\x80-\xff-]{0,200})(?=[ \t\r\n>]|\/(?!\/)|$)/y

/** What follows the name of a tag. */
class Attributes {
  readonly edits: Edit[] = []
  /** Behind the `>`. */
  readonly end: number
  readonly isEmptyTag: boolean
  /** What `key="password"` says about the value beside it, or about what is in the element. */
  readonly labelled: RedactionKind | null

  constructor(scan: Scan, source: string, from: number, where: Where, depth: number, expected: RedactionKind | null) {
    const found = attributesFrom(source, from)
    const labels = found.list.filter(({ name }) => isLabelName(localName(name)))
    this.labelled = firstKind(labels.map(({ start, end }) => decodeEntities(source.slice(start, end)).text))
    let gap = from
    for (const { name: fullName, start, end } of found.list) {
      const name = localName(fullName)
      this.#gap(scan, source, gap, start, where)
      gap = end
      const kind = kindOfName(name, 'member') ?? (isValueName(name) ? (this.labelled ?? expected) : null)
      const decoded = decodeEntities(source.slice(start, end))
      const named = kind === null ? null : scan.namedEdits(kind, decoded.text, where)
      const edits = named ?? leafEdits(scan, decoded.text, where, depth + 1)
      pushAll(this.edits, spelledEdits(decoded, edits, start))
    }
    this.#gap(scan, source, gap, found.end, where)
    this.end = found.end
    this.isEmptyTag = source.slice(Math.max(from, found.end - 2), found.end) === '/>'
  }

  /** What is no value: names, and whatever is no right attribute. */
  #gap(scan: Scan, source: string, start: number, end: number, where: Where): void {
    if (end - start < 6) return
    pushAll(this.edits, movedEdits(scan.textEdits(source.slice(start, end), where), start))
  }
}

/** Of what labels say: of an `id` and a `name`, either may tell. */
function firstKind(labels: ReadonlyArray<string>): RedactionKind | null {
  for (const label of labels) {
    const kind = kindOfLabelled(label)
    if (kind !== null) return kind
  }
  return null
}
