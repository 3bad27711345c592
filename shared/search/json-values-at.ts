import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endOfScalar,
  endOfString,
  NINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
} from '../body/json-token.ts'
import type { BodyPath, BodyStep } from './filter-node.ts'

/** A value as it stands in the source: a scalar's own spelling, or only the opening bracket of a container. */
export type JsonToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number' | 'word'; readonly raw: string }
  | { readonly kind: 'container' }

/**
 * Whether some value at a path is one that `test` takes. It goes through the source once and builds nothing: digits are
 * kept whole, members of one name all count, and depth costs nothing. What stands before the first error counts, so
 * that a body that was cut is still looked at. Values may follow each other, as in NDJSON.
 */
export function someJsonValueAt(source: string, path: BodyPath, test: (token: JsonToken) => boolean): boolean {
  if (!mayHold(source, path)) return false
  const walk = new PathWalk(source, path, test)
  let at = skipSpace(source, source.startsWith('\ufeff') ? 1 : 0)
  while (at >= 0 && at < source.length && !walk.found) {
    const end = walk.value(at, 0)
    at = end < 0 ? end : skipSpace(source, end)
  }
  return walk.found
}

/** Whether the last name of a path occurs at all, which is quickly asked. */
function mayHold(source: string, path: BodyPath): boolean {
  const last = path.findLast((step) => step.kind === 'name' && itemOf(step) === null)
  return last?.kind !== 'name' || source.includes(last.name) || source.includes('\\')
}

class PathWalk {
  found = false
  readonly #source: string
  readonly #path: BodyPath
  readonly #test: (token: JsonToken) => boolean

  constructor(source: string, path: BodyPath, test: (token: JsonToken) => boolean) {
    this.#source = source
    this.#path = path
    this.#test = test
  }

  /** The end of the value at `at`, to which `done` steps of the path have led; negative at an error, or when found. */
  value(at: number, done: number): number {
    const step = this.#path[done]
    if (step === undefined) {
      if (this.#test(tokenAt(this.#source, at))) {
        this.found = true
        return -1
      }
      return endOfValue(this.#source, at)
    }
    const char = this.#source.charCodeAt(at)
    if (char === OPEN_OBJECT) return this.#object(at, step, done)
    return char === OPEN_ARRAY ? this.#array(at, step, done) : endOfValue(this.#source, at)
  }

  #object(start: number, step: BodyStep, done: number): number {
    const source = this.#source
    let at = skipSpace(source, start + 1)
    if (source.charCodeAt(at) === CLOSE_OBJECT) return at + 1
    for (;;) {
      if (source.charCodeAt(at) !== QUOTE) return -1
      const nameEnd = endOfString(source, at)
      if (nameEnd < 0) return -1
      const isStep = step.kind === 'name' && isNamed(source, at, nameEnd, step.name)
      const colon = skipSpace(source, nameEnd)
      if (source.charCodeAt(colon) !== COLON) return -1
      const next = this.#next(skipSpace(source, colon + 1), isStep, done)
      if (next < 0 || source.charCodeAt(next) === CLOSE_OBJECT) return next < 0 ? next : next + 1
      if (source.charCodeAt(next) !== COMMA) return -1
      at = skipSpace(source, next + 1)
    }
  }

  #array(start: number, step: BodyStep, done: number): number {
    const source = this.#source
    const wanted = itemOf(step)
    let at = skipSpace(source, start + 1)
    if (source.charCodeAt(at) === CLOSE_ARRAY) return at + 1
    for (let index = 0; ; index++) {
      const next = this.#next(at, wanted === 'all' || wanted === index, done)
      if (next < 0 || source.charCodeAt(next) === CLOSE_ARRAY) return next < 0 ? next : next + 1
      if (source.charCodeAt(next) !== COMMA) return -1
      at = skipSpace(source, next + 1)
    }
  }

  /** Past the value at `at`, and the space behind it. */
  #next(at: number, isStep: boolean, done: number): number {
    const end = isStep ? this.value(at, done + 1) : endOfValue(this.#source, at)
    return end < 0 ? end : skipSpace(this.#source, end)
  }
}

function itemOf(step: BodyStep): number | 'all' | null {
  if (step.kind === 'items') return 'all'
  if (step.kind === 'item') return step.index
  return /^(?:0|[1-9]\d{0,8})$/.test(step.name) ? Number(step.name) : null
}

function isNamed(source: string, start: number, end: number, name: string): boolean {
  if (end - start - 2 === name.length) return source.startsWith(name, start + 1) && !name.includes('\\')
  // Only with escapes may a spelling be longer than what it means.
  if (end - start - 2 < name.length) return false
  const quoted = source.slice(start, end)
  return quoted.includes('\\') && JSON.parse(quoted) === name
}

function tokenAt(source: string, start: number): JsonToken {
  const char = source.charCodeAt(start)
  if (char === OPEN_OBJECT || char === OPEN_ARRAY) return { kind: 'container' }
  if (char === QUOTE) {
    const end = endOfString(source, start)
    // A text that was cut off is none that could be compared.
    if (end < 0) return { kind: 'container' }
    const quoted = source.slice(start, end)
    return { kind: 'text', text: quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1) }
  }
  const end = endOfScalar(source, start)
  if (end < 0) return { kind: 'container' }
  const raw = source.slice(start, end)
  return { kind: char <= NINE ? 'number' : 'word', raw }
}

/** The end of the value at `start`, negative where it has none. Brackets are counted, no more: it is only passed over. */
function endOfValue(source: string, start: number): number {
  const first = source.charCodeAt(start)
  if (first === QUOTE) return endOfString(source, start)
  if (first !== OPEN_OBJECT && first !== OPEN_ARRAY) return endOfScalar(source, start)
  let depth = 0
  for (let at = start; at < source.length; at++) {
    const char = source.charCodeAt(at)
    if (char === QUOTE) {
      at = endOfString(source, at) - 1
      if (at < 0) return -1
    } else if (char === OPEN_OBJECT || char === OPEN_ARRAY) depth++
    else if ((char === CLOSE_OBJECT || char === CLOSE_ARRAY) && --depth === 0) return at + 1
  }
  return -1
}
