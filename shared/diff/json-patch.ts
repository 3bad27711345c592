import { type Alignment, alignItems } from './align-items.ts'
import { alignMembers } from './align-members.ts'
import type { IgnoreRules, RulePlace } from './ignore-rules.ts'
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
    const moves = alignment.pairs.filter(({ moved }) => moved).length
    if (moves * left.items.length > MOST_MOVE_STEPS) {
      this.#replace(pair)
      return
    }
    const at = (index: number): JsonPath => ({ parent: pair.path, step: index, occurrence: 1 })
    // From the end, so that the places before it stay.
    for (const index of alignment.removed.toReversed()) this.#write('remove', at(index))
    for (const { from, to } of movesOf(alignment)) {
      this.#write('move', at(to), `"from":${JSON.stringify(jsonPointer(at(from)))}`)
    }
    for (const index of alignment.added) this.#write('add', at(index), this.#value(right.items[index]))
    for (const { left: one, right: other } of alignment.pairs) {
      const before = left.items[one]
      const after = right.items[other]
      if (before === undefined || after === undefined || before.meaning === after.meaning) continue
      this.#open.push({ left: before, right: after, path: at(other), rule: pair.rule.enter(other) })
    }
  }

  #replace({ path, right }: OpenPair): void {
    this.#write('replace', path, this.#value(right))
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

/** Moves that bring what is left of the left into the order of the right, each as things stand after those before. */
function movesOf({ pairs, start }: Alignment): Array<{ readonly from: number; readonly to: number }> {
  const order = pairs.map(({ left }) => left).sort((one, other) => one - other)
  const moves: Array<{ from: number; to: number }> = []
  for (const [place, { left, moved }] of pairs.entries()) {
    if (!moved) continue
    const from = order.indexOf(left)
    order.splice(from, 1)
    // Right after the one that it follows, which is in its place already.
    const before = pairs[place - 1]
    const to = before === undefined ? 0 : order.indexOf(before.left) + 1
    order.splice(to, 0, left)
    if (from !== to) moves.push({ from: start + from, to: start + to })
  }
  return moves
}
