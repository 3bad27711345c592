import { type BodyKind, bodyKind, SNIFFED_BYTES } from '../body/body-kind.ts'
import type { MakeTextDecoder } from '../body/decode-text.ts'
import { type ContentType, parseContentType } from '../http/content-type.ts'
import { parseFormUrlencoded } from '../http/form-urlencoded.ts'
import { type BodyTexts, bodyTexts, sameButBytes } from './body-texts.ts'
import { compareBytes, equalBytes } from './compare-bytes.ts'
import { compareJson } from './compare-json.ts'
import { compareLines, MOST_LINES } from './compare-lines.ts'
import { comparePairs, type NamedText } from './compare-pairs.ts'
import { compareParts } from './compare-parts.ts'
import type { Comparison } from './comparison.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import type { JsonDocument } from './json-document.ts'
import { type JsonPatch, jsonPatch } from './json-patch.ts'
import { Meanings } from './meanings.ts'
import { MOST_VALUES, readJson } from './read-json.ts'

/** One side: bytes without their content encoding, and what was said of them. */
export interface ComparedBody {
  readonly bytes: Uint8Array
  /** Undefined: nothing was said. Of a file, which then counts as what the other side is. */
  readonly contentType: string | undefined
}

/** Larger ones would fill the memory as structure. */
const LARGEST_STRUCTURE = 32 * 1024 * 1024
const MOST_FIELDS = 500_000

/** Two bodies, read once, that can be compared by one set of rules after the other. */
export class BodyPair {
  readonly #bodies: readonly [ComparedBody, ComparedBody]
  readonly #types: readonly [ContentType, ContentType]
  readonly #kinds: readonly [BodyKind, BodyKind]
  readonly #makeDecoder: MakeTextDecoder
  readonly #depth: number
  readonly #texts: BodyTexts | null
  readonly #json: readonly [JsonDocument, JsonDocument] | null
  readonly #fields: readonly [NamedText[], NamedText[]] | null
  readonly #notes: string[] = []

  /** `depth`: of parts within parts. */
  constructor(left: ComparedBody, right: ComparedBody, makeDecoder: MakeTextDecoder, depth = 0) {
    this.#bodies = [left, right]
    this.#makeDecoder = makeDecoder
    this.#depth = depth
    this.#types = [typeOf(left, right), typeOf(right, left)]
    this.#kinds = [kindOf(left, this.#types[0]), kindOf(right, this.#types[1])]
    const isLarge = Math.max(left.bytes.length, right.bytes.length) > LARGEST_STRUCTURE
    if (isLarge)
      this.#note('A body is larger than 32 MiB: too large to compare by structure, so the bytes are compared.')
    this.#texts = isLarge ? null : this.#readTexts()
    this.#json = this.#texts && this.#readJson(this.#texts.texts)
    this.#fields = this.#texts && this.#readFields()
  }

  get isJson(): boolean {
    return this.#json !== null
  }

  /** Null: a body is too large for it, or no text. */
  get texts(): readonly [left: string, right: string] | null {
    return this.#texts?.texts ?? null
  }

  compare(rules: IgnoreRules): Comparison {
    const comparison = this.#withBytes(this.#compare(rules))
    return { ...comparison, notes: [...this.#notes, ...comparison.notes] }
  }

  /** Null: they are no JSON. */
  patch(rules: IgnoreRules): JsonPatch | null {
    return this.#json && jsonPatch(...this.#json, rules)
  }

  #compare(rules: IgnoreRules): Comparison {
    const [left, right] = this.#bodies
    if (this.#json !== null) return compareJson(...this.#json, rules)
    if (this.#fields !== null) return comparePairs(...this.#fields, rules)
    if (this.#isMultipart()) {
      const sides = [
        { bytes: left.bytes, contentType: this.#types[0] },
        { bytes: right.bytes, contentType: this.#types[1] },
      ] as const
      return compareParts(...sides, rules, (one, other) =>
        new BodyPair(one, other, this.#makeDecoder, this.#depth + 1).compare(rules),
      )
    }
    return this.#texts === null ? compareBytes(left.bytes, right.bytes) : compareLines(...this.#texts.texts)
  }

  /** Bodies without a difference may still be other bytes. */
  #withBytes(comparison: Comparison): Comparison {
    const { changed, added, removed, moved, ignored } = comparison.counts
    const [left, right] = this.#bodies
    if (changed + added + removed + moved + ignored > 0 || equalBytes(left.bytes, right.bytes)) return comparison
    const note =
      this.#texts === null ? 'They mean the same, but are not the same bytes.' : sameButBytes(this.#bodies, this.#texts)
    return { ...comparison, notes: [...comparison.notes, note] }
  }

  /** Null: they are compared as something else, and why is noted. */
  #readTexts(): BodyTexts | null {
    const read = bodyTexts(this.#bodies, this.#kinds, this.#makeDecoder)
    // Parts are read by themselves, each in its own way.
    const isForParts = this.#isMultipart()
    for (const note of isForParts ? [] : read.notes) this.#note(note)
    if (read.texts === null) return null
    if (!read.texts.some(hasTooManyLines)) return read
    if (!isForParts) this.#note(`A body has more than ${MOST_LINES} lines, so the bytes are compared.`)
    return null
  }

  #readJson([left, right]: readonly [string, string]): readonly [JsonDocument, JsonDocument] | null {
    // Nothing at all is no JSON either, but that is plain to see.
    if (!this.#kinds.includes('json') || left === '' || right === '') return null
    const meanings = new Meanings()
    const one = readJson(left, meanings)
    const other = one.kind === 'too-many' ? one : readJson(right, meanings)
    if (one.kind === 'read' && other.kind === 'read') return [one.document, other.document]
    if (one.kind === 'too-many' || other.kind === 'too-many') {
      this.#note(`Compared as text, since a body has more than ${MOST_VALUES} values.`)
      return null
    }
    const wrong = [one, other].flatMap((side, index) =>
      side.kind === 'invalid' ? [`the ${index === 0 ? 'left' : 'right'} at character ${side.position + 1}`] : [],
    )
    this.#note(`Compared as text, since this is no valid JSON: ${wrong.join(' and ')}.`)
    return null
  }

  #readFields(): readonly [NamedText[], NamedText[]] | null {
    if (!this.#are('form')) return null
    const [left, right] = this.#bodies.map(fieldsOf)
    if (left === undefined || right === undefined) return null
    if (left.length <= MOST_FIELDS && right.length <= MOST_FIELDS) return [left, right]
    this.#note(`Compared as text, since a form has more than ${MOST_FIELDS} fields.`)
    return null
  }

  #are(kind: BodyKind): boolean {
    return this.#kinds.every((one) => one === kind)
  }

  /** Parts within parts within parts are compared as what they are besides: text or bytes. */
  #isMultipart(): boolean {
    return this.#depth < 2 && this.#are('multipart') && !this.#isLarge()
  }

  #isLarge(): boolean {
    return this.#bodies.some(({ bytes }) => bytes.length > LARGEST_STRUCTURE)
  }

  #note(text: string): void {
    this.#notes.push(text)
  }
}

/** What a body is taken for. A file of a form or of parts looks like any text. */
function typeOf(body: ComparedBody, other: ComparedBody): ContentType {
  if (body.contentType !== undefined) return parseContentType(body.contentType)
  const { mediaType, params } = parseContentType(other.contentType)
  // Whatever the other's charset is, this one's is not known.
  return { mediaType, params: params.filter(([name]) => name !== 'charset') }
}

function kindOf({ bytes }: ComparedBody, type: ContentType): BodyKind {
  return bodyKind(type, bytes.subarray(0, SNIFFED_BYTES), bytes.length)
}

function fieldsOf({ bytes }: ComparedBody): NamedText[] {
  return parseFormUrlencoded(bytes, MOST_FIELDS + 1).map(({ name, value }) => ({ key: name, name, value }))
}

function hasTooManyLines(text: string): boolean {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) if (++lines > MOST_LINES) return true
  return false
}
