import { bodyKind, SNIFFED_BYTES } from '../body/body-kind.ts'
import { contentTypeParam, parseContentType } from '../http/content-type.ts'
import { parseFormUrlencoded } from '../http/form-urlencoded.ts'
import { compareBytes } from './compare-bytes.ts'
import { compareJson } from './compare-json.ts'
import { compareLines } from './compare-lines.ts'
import { comparePairs, type NamedText } from './compare-pairs.ts'
import type { Comparison } from './comparison.ts'
import type { IgnoreRules } from './ignore-rules.ts'
import type { JsonDocument } from './json-document.ts'
import { type JsonPatch, jsonPatch } from './json-patch.ts'
import { Meanings } from './meanings.ts'
import { MOST_VALUES, readJson } from './read-json.ts'

/** One side: bytes without their content encoding, and what was said of them. */
export interface ComparedBody {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
}

/** Bytes as text, by the charset that was named; null: it is none. */
export type DecodeText = (bytes: Uint8Array, charset: string | undefined) => string | null

/** Larger ones would fill the memory as structure. */
const LARGEST_STRUCTURE = 32 * 1024 * 1024

/** Two bodies, read once, that can be compared by one set of rules after the other. */
export class BodyPair {
  readonly #left: ComparedBody
  readonly #right: ComparedBody
  readonly #texts: readonly [string, string] | null
  readonly #json: readonly [JsonDocument, JsonDocument] | null
  readonly #notes: string[] = []

  constructor(left: ComparedBody, right: ComparedBody, decodeText: DecodeText) {
    this.#left = left
    this.#right = right
    const isLarge = Math.max(left.bytes.length, right.bytes.length) > LARGEST_STRUCTURE
    if (isLarge) this.#notes.push('A body is larger than 32 MiB: the bytes are compared, not what they mean.')
    this.#texts = isLarge ? null : textsOf(left, right, decodeText)
    this.#json = this.#texts && this.#readJson(this.#texts)
  }

  get isJson(): boolean {
    return this.#json !== null
  }

  /** Null: a body is too large for it, or no text. */
  get texts(): readonly [left: string, right: string] | null {
    return this.#texts
  }

  compare(rules: IgnoreRules): Comparison {
    const comparison = this.#compare(rules)
    return { ...comparison, notes: [...this.#notes, ...comparison.notes] }
  }

  /** Null: they are no JSON. */
  patch(rules: IgnoreRules): JsonPatch | null {
    return this.#json && jsonPatch(...this.#json, rules)
  }

  #compare(rules: IgnoreRules): Comparison {
    if (this.#json !== null) return this.#withSpelling(compareJson(...this.#json, rules))
    if (this.#texts !== null && kindOf(this.#left) === 'form' && kindOf(this.#right) === 'form') {
      return comparePairs(fieldsOf(this.#left), fieldsOf(this.#right), rules)
    }
    return this.#texts === null
      ? compareBytes(this.#left.bytes, this.#right.bytes)
      : compareLines(this.#texts[0], this.#texts[1])
  }

  /** What means the same may still be other bytes, and a signature covers bytes. */
  #withSpelling(comparison: Comparison): Comparison {
    const { changed, added, removed, moved, ignored } = comparison.counts
    const differs = changed + added + removed + moved + ignored > 0
    if (differs || this.#texts === null || this.#texts[0] === this.#texts[1]) return comparison
    return { ...comparison, notes: [...comparison.notes, 'They mean the same, but are not the same bytes.'] }
  }

  #readJson([left, right]: readonly [string, string]): readonly [JsonDocument, JsonDocument] | null {
    if (kindOf(this.#left) !== 'json' && kindOf(this.#right) !== 'json') return null
    const meanings = new Meanings()
    const one = readJson(left, meanings)
    const other = one.kind === 'too-many' ? one : readJson(right, meanings)
    if (one.kind === 'read' && other.kind === 'read') return [one.document, other.document]
    if (one.kind === 'too-many' || other.kind === 'too-many') {
      this.#notes.push(`Compared as text, since a body has more than ${MOST_VALUES} values.`)
      return null
    }
    const wrong = [one, other].flatMap((side, index) =>
      side.kind === 'invalid' ? [`the ${index === 0 ? 'left' : 'right'} at character ${side.position + 1}`] : [],
    )
    this.#notes.push(`Compared as text, since this is no valid JSON: ${wrong.join(' and ')}.`)
    return null
  }
}

function kindOf({ bytes, contentType }: ComparedBody) {
  return bodyKind(parseContentType(contentType), bytes.subarray(0, SNIFFED_BYTES), bytes.length)
}

function textsOf(left: ComparedBody, right: ComparedBody, decodeText: DecodeText): readonly [string, string] | null {
  const [one, other] = [left, right].map((side) => {
    const kind = kindOf(side)
    if (kind === 'binary' || kind === 'image') return null
    const charset = contentTypeParam(parseContentType(side.contentType), 'charset')
    return side.bytes.length === 0 ? '' : decodeText(side.bytes, charset)
  })
  return one == null || other == null ? null : [one, other]
}

function fieldsOf({ bytes }: ComparedBody): NamedText[] {
  return parseFormUrlencoded(bytes).map(({ name, value }) => ({ key: name, name, value }))
}
