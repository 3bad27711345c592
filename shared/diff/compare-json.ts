import { alignItems } from './align-items.ts'
import { alignMembers } from './align-members.ts'
import { ChangeList } from './change-list.ts'
import { type ChangeKind, type Comparison, isSame } from './comparison.ts'
import type { IgnoreRules, RulePlace } from './ignore-rules.ts'
import { type JsonArray, type JsonDocument, type JsonObject, type JsonValue, spelling } from './json-document.ts'
import { ignoreRule, type JsonPath, shownPath } from './json-path.ts'

/** Compares by meaning: spacing, the order of names and the form of numbers and texts do not count. */
export function compareJson(left: JsonDocument, right: JsonDocument, rules: IgnoreRules): Comparison {
  return new JsonComparer(left, right).run(left.root, right.root, rules.atRoot)
}

/** Whether two values somewhere in these differ in anything that is not ignored. `rule`: where they are. */
export function countsAnything(
  leftIn: JsonDocument,
  left: JsonValue,
  rightIn: JsonDocument,
  right: JsonValue,
  rule: RulePlace,
): boolean {
  if (rule.isNowhere) return left.meaning !== right.meaning
  return !isSame(new JsonComparer(leftIn, rightIn).run(left, right, rule))
}

/** Two values that mean something else, still to be looked into. */
interface OpenPair {
  readonly kind: 'pair'
  readonly left: JsonValue
  readonly right: JsonValue
  readonly path: JsonPath
  readonly from: JsonPath
  readonly rule: RulePlace
}

interface FoundChange {
  readonly kind: 'added' | 'removed' | 'moved'
  readonly left: JsonValue | null
  readonly right: JsonValue | null
  readonly path: JsonPath
  readonly from: JsonPath
  readonly rule: RulePlace
}

/** Walks with a stack of its own: bodies may be nested deeper than functions can. */
class JsonComparer {
  readonly #left: JsonDocument
  readonly #right: JsonDocument
  readonly #changes = new ChangeList()
  readonly #open: Array<OpenPair | FoundChange> = []

  constructor(left: JsonDocument, right: JsonDocument) {
    this.#left = left
    this.#right = right
  }

  run(left: JsonValue, right: JsonValue, rule: RulePlace): Comparison {
    if (left.meaning !== right.meaning) this.#open.push({ kind: 'pair', left, right, path: null, from: null, rule })
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      if (next.kind === 'pair') this.#pair(next)
      else this.#tell(next.kind, next)
    }
    return this.#changes.comparison('json')
  }

  #pair(pair: OpenPair): void {
    const { left, right, rule } = pair
    if (rule.ignoredBy !== null) this.#tell('changed', pair)
    else if (left.kind === 'object' && right.kind === 'object') this.#objects(pair, left, right)
    else if (left.kind === 'array' && right.kind === 'array') this.#arrays(pair, left, right)
    else this.#tell('changed', pair)
  }

  #objects(pair: OpenPair, left: JsonObject, right: JsonObject): void {
    if (left.hasDuplicates || right.hasDuplicates) {
      this.#changes.note('An object has several members of one name; the first is compared to the first, and so on.')
    }
    const { pairs, removed, added } = alignMembers(left, right)
    const next: Array<OpenPair | FoundChange> = []
    for (const member of [...removed, ...pairs, ...added]) {
      const one = left.values[member.left] ?? null
      const other = right.values[member.right] ?? null
      if (one?.meaning === other?.meaning) continue
      const place = {
        path: { parent: pair.path, step: member.name, occurrence: member.occurrence },
        from: { parent: pair.from, step: member.name, occurrence: member.occurrence },
        rule: pair.rule.enter(member.name),
      }
      if (one !== null && other !== null) next.push({ kind: 'pair', left: one, right: other, ...place })
      else next.push({ kind: one === null ? 'added' : 'removed', left: one, right: other, ...place })
    }
    this.#push(next)
  }

  #arrays(pair: OpenPair, left: JsonArray, right: JsonArray): void {
    const { pairs, removed, added, isShortest } = alignItems(this.#left, left, this.#right, right, pair.rule)
    if (!isShortest) {
      this.#changes.note('An array differs in too much to find the fewest changes; more are shown than need be.')
    }
    const next: Array<OpenPair | FoundChange> = []
    const place = (leftIndex: number, rightIndex: number) => ({
      left: left.items[leftIndex] ?? null,
      right: right.items[rightIndex] ?? null,
      path: { parent: pair.path, step: rightIndex === -1 ? leftIndex : rightIndex, occurrence: 1 },
      from: { parent: pair.from, step: leftIndex === -1 ? rightIndex : leftIndex, occurrence: 1 },
      rule: pair.rule.enter(rightIndex === -1 ? leftIndex : rightIndex),
    })
    for (const index of removed) next.push({ kind: 'removed', ...place(index, -1) })
    let nextAdded = 0
    const addBefore = (index: number) => {
      for (; (added[nextAdded] ?? index) < index; nextAdded++) {
        next.push({ kind: 'added', ...place(-1, added[nextAdded] as number) })
      }
    }
    for (const item of pairs) {
      addBefore(item.right)
      const { left: one, right: other, ...where } = place(item.left, item.right)
      if (item.moved) next.push({ kind: 'moved', left: one, right: other, ...where })
      if (one !== null && other !== null && one.meaning !== other.meaning) {
        next.push({ kind: 'pair', left: one, right: other, ...where })
      }
    }
    addBefore(right.items.length)
    this.#push(next)
  }

  /** So that the first is taken first. */
  #push(next: ReadonlyArray<OpenPair | FoundChange>): void {
    for (let index = next.length - 1; index >= 0; index--) this.#open.push(next[index] as OpenPair | FoundChange)
  }

  #tell(kind: ChangeKind, found: OpenPair | FoundChange): void {
    this.#changes.add(kind, found.rule.ignoredBy, () => {
      const where = shownPath(kind === 'removed' ? found.from : found.path)
      const from = kind === 'added' || kind === 'removed' ? where : shownPath(found.from)
      return {
        rule: ignoreRule(kind === 'removed' ? found.from : found.path),
        where,
        from: from === where ? null : from,
        left: found.left && spelling(this.#left, found.left),
        right: found.right && spelling(this.#right, found.right),
      }
    })
  }
}
