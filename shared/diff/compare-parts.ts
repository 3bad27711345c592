import { type ContentType, contentTypeParam } from '../http/content-type.ts'
import { headerValue } from '../http/header-pairs.ts'
import { type MultipartPart, parseMultipart } from '../http/multipart.ts'
import { ChangeList } from './change-list.ts'
import type { ComparedBody } from './compare-bodies.ts'
import { equalBytes } from './compare-bytes.ts'
import { compareHeaders } from './compare-headers.ts'
import { noteOrder } from './compare-pairs.ts'
import type { Comparison } from './comparison.ts'
import { type IgnoreRules, ruleOfName } from './ignore-rules.ts'
import { longestIncreasing } from './longest-increasing.ts'

interface Multipart {
  readonly bytes: Uint8Array
  readonly contentType: ContentType
}

interface Part {
  readonly key: string
  /** As it is shown: its name, and which of several. */
  readonly label: string
  readonly name: string | null
  readonly headers: MultipartPart['headers']
  readonly bytes: Uint8Array
}

type CompareContents = (left: ComparedBody, right: ComparedBody) => Comparison

/**
 * Compares part by part, as multisets by name: each by its own headers and by what it holds. The boundary is the
 * sender's choice and means nothing.
 */
export function compareParts(
  left: Multipart,
  right: Multipart,
  rules: IgnoreRules,
  compareContents: CompareContents,
): Comparison {
  const changes = new ChangeList()
  const lefts = Map.groupBy(partsOf(left, 'left', changes), ({ key }) => key)
  const rights = Map.groupBy(partsOf(right, 'right', changes), ({ key }) => key)
  for (const key of new Set([...lefts.keys(), ...rights.keys()])) {
    compareNamed(changes, lefts.get(key) ?? [], rights.get(key) ?? [], rules, compareContents)
  }
  noteOrder(changes, [...lefts.keys()], [...rights.keys()])
  return changes.comparison('parts')
}

function partsOf({ bytes, contentType }: Multipart, side: 'left' | 'right', changes: ChangeList): Part[] {
  const { parts, problems } = parseMultipart(bytes, contentTypeParam(contentType, 'boundary') ?? '')
  for (const problem of problems) changes.note(`On the ${side}: ${problem}`)
  const seen = new Map<string, number>()
  return parts.map(({ name, headers, start, end }) => {
    const key = name === null ? '?' : `=${name}`
    const number = (seen.get(key) ?? 0) + 1
    seen.set(key, number)
    const which = name === null ? `part ${number} without a name` : `${name}${number > 1 ? ` (no. ${number})` : ''}`
    return { key, label: which, name, headers, bytes: bytes.subarray(start, end) }
  })
}

/** All of one name: those with the same content belong together, the others by their order. */
function compareNamed(
  changes: ChangeList,
  left: ReadonlyArray<Part>,
  right: ReadonlyArray<Part>,
  rules: IgnoreRules,
  compareContents: CompareContents,
): void {
  const equal = equalPairs(left, right)
  const steady = new Set(longestIncreasing(equal.map(([one]) => one)))
  const takenLeft = new Set(equal.map(([one]) => one))
  const takenRight = new Set(equal.map(([, other]) => other))
  for (const [place, [one, other]] of equal.entries()) {
    const [before, after] = [left[one] as Part, right[other] as Part]
    if (!steady.has(place)) tellPart(changes, 'moved', before, after, rules)
    compareTwo(changes, before, after, rules, compareContents)
  }
  const removed = left.filter((_, place) => !takenLeft.has(place))
  const added = right.filter((_, place) => !takenRight.has(place))
  for (let index = 0; index < Math.max(removed.length, added.length); index++) {
    const [before, after] = [removed[index], added[index]]
    if (before !== undefined && after !== undefined) compareTwo(changes, before, after, rules, compareContents)
    else tellPart(changes, before === undefined ? 'added' : 'removed', before, after, rules)
  }
}

function compareTwo(
  changes: ChangeList,
  left: Part,
  right: Part,
  rules: IgnoreRules,
  compareContents: CompareContents,
): void {
  const headers = compareHeaders(left.headers, right.headers, rules)
  if (headers.changes.length === 0 && headers.notes.length === 0 && equalBytes(left.bytes, right.bytes)) return
  if (right.name !== null && rules.ruleForName(right.name) !== null) {
    tellPart(changes, 'changed', left, right, rules)
    return
  }
  changes.absorb(headers, (text) => `${right.label} › header ${text}`)
  const [one, other] = [left, right].map((part) => ({
    bytes: part.bytes,
    contentType: headerValue(part.headers, 'content-type'),
  })) as [ComparedBody, ComparedBody]
  changes.absorb(compareContents(one, other), (text) => (text === '' ? right.label : `${right.label} › ${text}`))
}

function tellPart(
  changes: ChangeList,
  kind: 'added' | 'removed' | 'moved' | 'changed',
  left: Part | undefined,
  right: Part | undefined,
  rules: IgnoreRules,
): void {
  const part = right ?? left
  const name = part?.name ?? null
  changes.add(kind, name === null ? null : rules.ruleForName(name), () => ({
    rule: name === null ? null : ruleOfName(name),
    where: part?.label ?? '',
    from: left !== undefined && right !== undefined && left.label !== right.label ? left.label : null,
    left: left === undefined ? null : sizeOf(left),
    right: right === undefined ? null : sizeOf(right),
  }))
}

function sizeOf({ bytes, headers }: Part): string {
  const type = headerValue(headers, 'content-type')
  return `${bytes.length} bytes${type === undefined ? '' : ` of ${type}`}`
}

/** In the order of the right. */
function equalPairs(left: ReadonlyArray<Part>, right: ReadonlyArray<Part>): Array<readonly [number, number]> {
  const free = new Map<string, number[]>()
  for (const [place, { bytes }] of [...left.entries()].reverse()) {
    const digest = digestOf(bytes)
    const places = free.get(digest)
    if (places === undefined) free.set(digest, [place])
    else places.push(place)
  }
  const pairs: Array<readonly [number, number]> = []
  for (const [place, { bytes }] of right.entries()) {
    const places = free.get(digestOf(bytes))
    const from = places?.at(-1)
    if (from === undefined || !equalBytes((left[from] as Part).bytes, bytes)) continue
    places?.pop()
    pairs.push([from, place])
  }
  return pairs
}

/** Finds candidates; whether they are equal is asked of the bytes. */
function digestOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193)
  return `${bytes.length} ${hash}`
}
