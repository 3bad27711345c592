import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerText, percentDecoded } from '../../../shared/http/header-text.ts'
import { parseQuery } from '../../../shared/http/query.ts'
import { bodyTexts, type SearchedBody } from '../../../shared/search/searched-capture.ts'
import { plainNumber } from './plain-number.ts'

/** Numbers whose spelling may be another than one would look for, where a value of JSON may stand. */
const ODD_NUMBERS = /(?<=[:,[\s])-?\d+(?:\.\d+(?:[eE][+-]?\d{1,20})?|[eE][+-]?\d{1,20})/g

const NUMBERS_AT_ONCE = 10_000

/** As `bodyTexts` sees it, which undoes escapes there. */
const STARTS_LIKE_JSON = /^\s*[[{"]/

/** What of a capture is text, but for its body. */
export interface CaptureTexts {
  readonly method: string | null
  readonly eventType: string | null
  readonly target: string | null
  readonly headers: HeaderPairs
}

/**
 * Every text of a capture that a filter could look into, or more: what is not among these is never found. Pieces that
 * belong together stand together (`name: value`), so that a filter may ask for them as one.
 */
export function* indexedTexts(capture: CaptureTexts, body: SearchedBody | null): Generator<string> {
  const { method, eventType, target, headers } = capture
  yield `${method ?? ''}\n${eventType ?? ''}`
  if (target !== null) yield* targetTexts(target)
  yield headers.map(([name, value]) => `${name}: ${headerText(value)}`).join('\n')
  if (body === null) return
  yield* bodyTexts(body)
  if (body.fields === null) yield* jsonTexts(body.text, STARTS_LIKE_JSON.test(body.text))
  // A field may hold JSON of its own, which a path leads into.
  for (const [, value] of body.fields ?? []) yield* jsonTexts(value, false)
}

/** What of JSON is meant otherwise than it is spelled, also where values follow each other and the first is a scalar. */
function* jsonTexts(text: string, isUnescaped: boolean): Generator<string> {
  if (!/[[{]/.test(text)) return
  if (!isUnescaped && text.includes('\\')) yield* bodyTexts({ text: `[${text}`, fields: null }).slice(1)
  yield* oddNumbers(text)
}

function* targetTexts(target: string): Generator<string> {
  yield target
  if (!/[%+\u0080-\uffff]/.test(target)) return
  yield percentDecoded(target, { plusIsSpace: true })
  // By themselves, for they may be UTF-8 where the target as a whole is not.
  yield headerText(target.split(/[?#]/, 1)[0] as string)
  for (const { name, value } of parseQuery(target)) yield `${name}\n${value ?? ''}`
}

/** Some at a time: a body may be full of them. */
function* oddNumbers(text: string): Generator<string> {
  const found = new Set<string>()
  for (const [raw] of text.matchAll(ODD_NUMBERS)) {
    const plain = plainNumber(raw)
    if (plain !== null && plain !== raw) found.add(plain)
    if (found.size < NUMBERS_AT_ONCE) continue
    yield [...found].join('\n')
    found.clear()
  }
  yield [...found].join('\n')
}
