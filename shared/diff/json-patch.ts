import { alignItems } from './align-items.ts'
import { alignMembers } from './align-members.ts'
import { countsAnything } from './compare-json.ts'
import type { IgnoreRules, RulePlace } from './ignore-rules.ts'
import { ItemOrder } from './item-order.ts'
import { type JsonArray, type JsonDocument, type JsonObject, type JsonValue, spelling } from './json-document.ts'
import { type JsonPath, jsonPointer } from './json-path.ts'

export type JsonPatch =
  | { readonly kind: 'patch'; readonly text: string }
  /** It would be longer than `LONGEST_PATCH`. */
  | { readonly kind: 'too-long' }

const LONGEST_PATCH = 64_000_000
/** Moves times items: beyond it an array is replaced whole. */
const MOST_MOVE_STEPS = 50_000_000

/**
 * The RFC 6902 patch that makes the right of the left, but for what the rules ignore. Written as text: values keep their
 * spelling, so that no digit is lost. An object with several members of one name is replaced whole, as no pointer can
 * tell them apart.
 */
export function jsonPatch(left: JsonDocument, right: JsonDocument, rules: IgnoreRules): JsonPatch {
  return new PatchWriter(left, right).run(rules)
}

interface OpenPair {
  readonly left: JsonValue
  readonly right: JsonValue
  /** As it is once the changes of what is around it are made. */
  readonly path: JsonPath
  readonly rule: RulePlace
}

class PatchWriter {
  readonly #left: JsonDocument
  readonly #right: JsonDocument
  readonly #operations: string[] = []
  readonly #open: OpenPair[] = []
  #length = 0

  constructor(left: JsonDocument, right: JsonDocument) {
    this.#left = left
    this.#right = right
  }

  run(rules: IgnoreRules): JsonPatch {
    this.#open.push({ left: this.#left.root, right: this.#right.root, path: null, rule: rules.atRoot })
    for (let pair = this.#open.pop(); pair !== undefined; pair = this.#open.pop()) {
      if (pair.left.meaning !== pair.right.meaning && pair.rule.ignoredBy === null) this.#pair(pair)
      if (this.#length > LONGEST_PATCH) return { kind: 'too-long' }
    }
    if (this.#operations.length === 0) return { kind: 'patch', text: '[]\n' }
    return { kind: 'patch', text: `[\n  ${this.#operations.join(',\n  ')}\n]\n` }
  }

  #pair(pair: OpenPair): void {
    const { left, right } = pair
    if (left.kind === 'object' && right.kind === 'object' && !left.hasDuplicates && !right.hasDuplicates) {
      this.#objects(pair, left, right)
    } else if (left.kind === 'array' && right.kind === 'array') this.#arrays(pair, left, right)
    else this.#replace(pair)
  }

  #objects({ path, rule }: OpenPair, left: JsonObject, right: JsonObject): void {
    const { pairs, removed, added } = alignMembers(left, right)
    const inside = (name: string): JsonPath => ({ parent: path, step: name, occurrence: 1 })
    for (const { name } of removed) {
      if (rule.enter(name).ignoredBy === null) this.#write('remove', inside(name))
    }
    for (const { name, right: place } of added) {
      if (rule.enter(name).ignoredBy === null) this.#write('add', inside(name), this.#value(right.values[place]))
    }
    for (const { name, left: one, right: other } of pairs) {
      const before = left.values[one]
      const after = right.values[other]
      if (before === undefined || after === undefined || before.meaning === after.meaning) continue
      this.#open.push({ left: before, right: after, path: inside(name), rule: rule.enter(name) })
    }
  }

  #arrays(pair: OpenPair, left: JsonArray, right: JsonArray): void {
    const alignment = alignItems(this.#left, left, this.#right, right, pair.rule)
    const counts = (index: number): boolean => pair.rule.enter(index).ignoredBy === null
    const moves = alignment.pairs.filter(({ moved, right: to }) => moved && counts(to)).length
    if (moves * left.items.length > MOST_MOVE_STEPS) {
      this.#replace(pair)
      return
    }
    const at = (index: number): JsonPath => ({ parent: pair.path, step: index, occurrence: 1 })
    // From the end, so that the places before it stay.
    for (const index of alignment.removed.filter(counts).reverse()) this.#write('remove', at(index))
    const order = new ItemOrder(alignment, counts)
    for (const { from, to } of order.moves()) {
      this.#write('move', at(to), `"from":${JSON.stringify(jsonPointer(at(from)))}`)
    }
    for (const { left: one, right: other, place } of order.places()) {
      const before = one === null ? undefined : left.items[one]
      const after = right.items[other]
      if (before === undefined) this.#write('add', at(place), this.#value(after))
      else if (after !== undefined && before.meaning !== after.meaning) {
        this.#open.push({ left: before, right: after, path: at(place), rule: pair.rule.enter(other) })
      }
    }
  }

  #replace(pair: OpenPair): void {
    // Whole, but not for what is ignored alone.
    if (countsAnything(this.#left, pair.left, this.#right, pair.right, pair.rule)) {
      this.#write('replace', pair.path, this.#value(pair.right))
    }
  }

  #value(value: JsonValue | undefined): string {
    return `"value":${value === undefined ? 'null' : spelling(this.#right, value)}`
  }

  #write(operation: 'add' | 'remove' | 'replace' | 'move', path: JsonPath, rest = ''): void {
    const text = `{"op":"${operation}","path":${JSON.stringify(jsonPointer(path))}${rest === '' ? '' : `,${rest}`}}`
    this.#length += text.length
    // What is too long is not kept: it is only found out.
    if (this.#length <= LONGEST_PATCH) this.#operations.push(text)
  }
}
