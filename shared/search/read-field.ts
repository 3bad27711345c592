import { captureState } from '../capture/capture.ts'
import { verdict } from '../signature/verdict.ts'
import { readBodyPath } from './body-path.ts'
import type { FilterClock } from './filter-clock.ts'
import { filterError } from './filter-error.ts'
import { FILTER_KEYS, type FilterKeyName, isFilterKey, nearestKey, takesPath } from './filter-keys.ts'
import {
  CAPTURE_MARKS,
  type Exists,
  type FilterNode,
  type FilterTerm,
  type Like,
  type NamedField,
  type NumberTest,
  type TimeField,
  type ValueTest,
} from './filter-node.ts'
import { readFilterTime } from './filter-time.ts'
import type { FieldToken } from './filter-tokens.ts'
import { answerMs, sizeBytes } from './filter-units.ts'
import type { ParsedFilter } from './parse-filter.ts'
import { readQuoted } from './quoted-text.ts'
import { readValueTest } from './read-value-test.ts'

/** Reads one `key:value`. */
export function readField(source: string, token: FieldToken, clock: FilterClock): ParsedFilter {
  const { key, value } = token
  if (!isFilterKey(key)) return unknownKey(source, token)
  if (token.path !== '' && !takesPath(key)) return pathOfKeyWithout(source, token)
  if (value.error !== null) return { ok: false, error: value.error }
  if (value.text === '' && !value.quoted)
    return wrongValue(source, token, `a value after ${exampleOf(key, token.path)}`)
  const alternatives = alternativesOf(token)
  if (alternatives.length === 1) return new FieldReader(source, token, clock).read(key)
  const nodes: FilterNode[] = []
  for (const alternative of alternatives) {
    const read = readField(source, alternative, clock)
    if (!read.ok) return read
    nodes.push(read.node)
  }
  return { ok: true, node: { kind: 'or', nodes } }
}

/** Keys whose values never have a bar in them. */
const WITH_ALTERNATIVES: ReadonlyArray<FilterKeyName> = [
  'method',
  'endpoint',
  'provider',
  'status',
  'verdict',
  'state',
  'is',
]

/** `is:pinned|replayed` as `is:pinned` and `is:replayed`. */
export function alternativesOf(token: FieldToken): FieldToken[] {
  const { key, value, op } = token
  const mayHave = WITH_ALTERNATIVES.some((each) => each === key)
  if (value.quoted || op !== null || !value.text.includes('|') || !mayHave) return [token]
  let start = value.start
  return value.text.split('|').map((text) => {
    const one = { ...value, start, end: start + text.length, text, parts: text.split('*') }
    start = one.end + 1
    return { ...token, value: one }
  })
}

function unknownKey(source: string, token: FieldToken): ParsedFilter {
  const nearest = nearestKey(token.key)
  const text = source.slice(token.start, token.end).replaceAll('"', '')
  // `data.amount:5` is a place in a body more often than anything else.
  const inBody =
    nearest === null && token.path.startsWith('.') ? ` A value in the body is ${shortened(`body.${text}`)}.` : ''
  const hint = `To look for the text itself, put it between quotes: "${shortened(text)}".${inBody}`
  const expected =
    nearest === null ? `a key (${FILTER_KEYS.map(({ key }) => key).join(', ')})` : `a key such as ${nearest}`
  return { ok: false, error: filterError(source, token.start, token.pathStart, expected, hint) }
}

function pathOfKeyWithout(source: string, { key, pathStart, valueStart }: FieldToken): ParsedFilter {
  return { ok: false, error: filterError(source, pathStart, valueStart - 1, `a colon right after ${key}`) }
}

const LONGEST_HINTED = 60

function shortened(text: string): string {
  return text.length <= LONGEST_HINTED ? text : `${text.slice(0, LONGEST_HINTED)}…`
}

function wrongValue(source: string, { value }: FieldToken, expected: string): ParsedFilter {
  return { ok: false, error: filterError(source, value.start, value.end, expected) }
}

function exampleOf(key: FilterKeyName, path: string): string {
  const found = FILTER_KEYS.find((each) => each.key === key)
  return `${key}${path}:, such as ${key}${path}:${found?.examples[0] ?? ''}`
}

const EXISTS: Exists = { kind: 'exists' }

class FieldReader {
  readonly #source: string
  readonly #token: FieldToken
  readonly #clock: FilterClock

  constructor(source: string, token: FieldToken, clock: FilterClock) {
    this.#source = source
    this.#token = token
    this.#clock = clock
  }

  read(key: FilterKeyName): ParsedFilter {
    switch (key) {
      case 'method':
      case 'endpoint':
      case 'provider':
      case 'event':
      case 'event-id':
      case 'path':
      case 'tag':
        return this.#value((test) => ({ kind: 'value', field: key, test }))
      case 'query':
        return this.#named(key)
      case 'header':
        return this.#token.path === '' ? this.#contains(key) : this.#named(key)
      case 'body':
        return this.#token.path === '' ? this.#contains(key) : this.#body()
      case 'note':
        return this.#contains(key)
      case 'status':
        return this.#status()
      case 'answered':
        return this.#answered()
      case 'attempt':
        return this.#attempt()
      case 'size':
        return this.#size()
      case 'after':
      case 'before':
        return this.#time(key)
      case 'verdict':
        return this.#verdict()
      case 'state':
        return this.#oneOf(captureState.options, (state) => ({ kind: 'state', state }))
      case 'is':
        return this.#oneOf(CAPTURE_MARKS, (mark) => ({ kind: 'is', mark }))
      case 'id':
        return this.#id()
    }
  }

  #value(make: (test: ValueTest) => FilterTerm): ParsedFilter {
    return { ok: true, node: make(readValueTest(this.#token, this.#clock)) }
  }

  #named(field: NamedField): ParsedFilter {
    const { path, pathStart, key } = this.#token
    const quoted = path.startsWith('."') ? readQuoted(this.#source, pathStart + 1) : null
    const name = quoted === null ? path.slice(1) : quoted.text
    const end = pathStart + path.length
    if (path === '' || name === '' || !path.startsWith('.') || (quoted !== null && quoted.end !== end)) {
      const expected = `a name after ${key}, such as ${key}.${field === 'header' ? 'content-type' : 'page'}:…`
      return { ok: false, error: filterError(this.#source, pathStart, Math.max(end, pathStart + 1), expected) }
    }
    // Names of headers are the same in any case; those of the query are not.
    const meant = field === 'header' ? name.toLowerCase() : name
    return this.#value((test) => ({ kind: 'named', field, name: meant, test }))
  }

  #body(): ParsedFilter {
    const { path, pathStart } = this.#token
    const read = readBodyPath(this.#source, pathStart, pathStart + path.length)
    if (!read.ok) return read
    return this.#value((test) => ({ kind: 'body', path: read.path, test }))
  }

  #contains(field: 'body' | 'header' | 'note'): ParsedFilter {
    const { op, value } = this.#token
    if (op !== null)
      return this.#noComparison(
        field === 'note'
          ? undefined
          : `A value has a path or a name: ${field === 'body' ? 'body.amount:>1000' : 'header.content-length:>1000'}.`,
      )
    if (this.#isStar()) return { ok: true, node: { kind: 'contains', field, test: EXISTS } }
    if (value.text === '') return this.#wrong('text between the quotes')
    const test: Like = { kind: 'like', parts: value.parts, quoted: value.quoted }
    return { ok: true, node: { kind: 'contains', field, test } }
  }

  #status(): ParsedFilter {
    const { op, value } = this.#token
    if (op === null && this.#isStar()) return { ok: true, node: { kind: 'status', test: EXISTS } }
    const hundreds = /^(\d)xx$/i.exec(value.text)?.[1]
    if (op === null && !value.quoted && hundreds !== undefined) {
      if (hundreds === '0') return this.#wrong('a class of statuses from 1xx to 9xx')
      return { ok: true, node: { kind: 'status', test: { kind: 'class', hundreds: Number(hundreds) } } }
    }
    const test = this.#number((text) => (/^\d{1,15}$/.test(text) ? Number(text) : null))
    if (test === null) return this.#wrong('a status such as 404, 5xx or >=400')
    // More than HTTP knows, but a handler may answer it, and an imported capture may have it.
    if (test.value < 100 || test.value > 999) return this.#wrong('a status from 100 to 999')
    return { ok: true, node: { kind: 'status', test } }
  }

  #attempt(): ParsedFilter {
    const test = this.#number((text) => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : null))
    return test === null
      ? this.#wrong('which attempt it is, from 1 on, such as 2 or >1')
      : { ok: true, node: { kind: 'attempt', test } }
  }

  #answered(): ParsedFilter {
    if (this.#token.op === null && this.#isStar()) return { ok: true, node: { kind: 'answered', test: EXISTS } }
    const test = this.#number(answerMs)
    return test === null
      ? this.#wrong('a duration such as >500ms or <2s')
      : { ok: true, node: { kind: 'answered', test } }
  }

  #size(): ParsedFilter {
    const test = this.#number(sizeBytes)
    return test === null ? this.#wrong('a size such as >1mb, <=20kb or 0') : { ok: true, node: { kind: 'size', test } }
  }

  #number(read: (text: string) => number | null): NumberTest | null {
    const { op, value } = this.#token
    const number = value.quoted ? null : read(value.text)
    return number === null ? null : { kind: 'number', op: op ?? '=', value: number, text: value.text }
  }

  #time(field: TimeField): ParsedFilter {
    const { op, value } = this.#token
    if (op !== null) return this.#noComparison()
    const time = readFilterTime(value.text, this.#clock)
    if (time === null) return this.#wrong('a time such as 10m, 2h, 3d, 12:30, today, 2026-11-01 or 2026-11-01T12:30')
    return { ok: true, node: { kind: 'time', field, time } }
  }

  #verdict(): ParsedFilter {
    if (this.#token.op === null && this.#isStar()) return { ok: true, node: { kind: 'verdict', test: EXISTS } }
    return this.#oneOf(verdict.options, (one) => ({ kind: 'verdict', test: { kind: 'one', verdict: one } }))
  }

  #oneOf<Value extends string>(values: ReadonlyArray<Value>, make: (value: Value) => FilterTerm): ParsedFilter {
    const { op, value } = this.#token
    if (op !== null) return this.#noComparison()
    const found = values.find((each) => each === value.text.toLowerCase())
    return found === undefined ? this.#wrong(`one of ${values.join(', ')}`) : { ok: true, node: make(found) }
  }

  #id(): ParsedFilter {
    const { op, value } = this.#token
    if (op !== null) return this.#noComparison()
    const prefix = value.text.toLowerCase()
    if (!/^[0-9a-f-]{1,36}$/.test(prefix)) return this.#wrong('the start of a capture’s id: hex digits and hyphens')
    return { ok: true, node: { kind: 'id', prefix } }
  }

  #isStar(): boolean {
    const { value } = this.#token
    return value.text === '*' && !value.quoted
  }

  #wrong(expected: string): ParsedFilter {
    return wrongValue(this.#source, this.#token, expected)
  }

  #noComparison(hint?: string): ParsedFilter {
    const { op, valueStart, key } = this.#token
    const end = valueStart + (op ?? '').length
    return { ok: false, error: filterError(this.#source, valueStart, end, `a value right after ${key}:`, hint) }
  }
}
