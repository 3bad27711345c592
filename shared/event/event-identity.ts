import { headerText } from '../http/header-text.ts'
import { jsonAt } from '../signature/json-at.ts'
import type { Provider } from '../signature/provider.ts'
import type { RequestReader } from '../signature/request-reader.ts'
import type { ValueSource } from '../signature/value-source.ts'
import { exactNumberAt } from './exact-number.ts'
import { usualEventType } from './usual-event-type.ts'

/** Which event a request tells of, as far as the request says so. */
export interface EventIdentity {
  readonly type: string | null
  /** Its provider's: attempts of one event share it. */
  readonly id: string | null
  /** What its provider counts attempts with, as it is spelled: some begin at 0, others at 1, one says `true`. */
  readonly counter: string | null
}

/** A longer body is not taken apart for its event. */
const IDENTIFIED_BYTES = 1024 * 1024
const LONGEST_TYPE = 120
/** What is longer identifies nothing, and cut it would be another's. */
const LONGEST_ID = 255
const LONGEST_COUNTER = 20

/** `provider`: null where none is known. Never throws, whatever the request holds. */
export function eventIdentity(provider: Provider | null, request: RequestReader): EventIdentity {
  const isShort = request.raw.body.length <= IDENTIFIED_BYTES
  const at = (sources: ReadonlyArray<ValueSource>): string | null => firstValue(request, sources, isShort)
  return {
    type: eventType(provider, request, at, isShort),
    id: eventId(at(provider?.eventId ?? [])),
    counter: counterOf(at(provider?.attempt ?? [])),
  }
}

function eventType(
  provider: Provider | null,
  request: RequestReader,
  at: (sources: ReadonlyArray<ValueSource>) => string | null,
  isShort: boolean,
): string | null {
  const type = provider === null ? null : at(provider.eventType)
  if (type === null) return shortType(usualEventType(request.raw.headers, isShort ? jsonOf(request) : undefined))
  const action = provider?.eventAction === undefined ? null : at([provider.eventAction])
  return shortType(action === null ? type : `${type}.${action}`)
}

/** Only what begins like JSON with fields is parsed: most other bodies are large, or fail late. */
function jsonOf(request: RequestReader): unknown {
  const [first] = request.raw.body
  return first === OPENING_BRACE || first === OPENING_BRACKET ? request.json() : undefined
}

function firstValue(request: RequestReader, sources: ReadonlyArray<ValueSource>, isShort: boolean): string | null {
  for (const source of sources) {
    if (!isShort && source.in !== 'header' && source.in !== 'query') continue
    const value = valueAt(request, source)?.trim()
    if (value !== undefined && value !== '') return value
  }
  return null
}

function valueAt(request: RequestReader, source: ValueSource): string | undefined {
  if (source.in !== 'json') {
    const [value] = request.valuesAt(source)
    return value === undefined ? undefined : headerText(value)
  }
  const value = jsonAt(jsonOf(request), source.pointer)
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'true' : undefined
  if (typeof value !== 'number') return undefined
  // Parsed as a number a long id loses its last digits, and would be that of another event.
  return Number.isSafeInteger(value) ? String(value) : exactNumberAt(request, source.pointer)
}

function shortType(value: string | null): string | null {
  const type = value?.trim().slice(0, LONGEST_TYPE).trim().toWellFormed() ?? ''
  return type === '' ? null : type
}

function eventId(value: string | null): string | null {
  if (value === null || value.length > LONGEST_ID || value === 'true') return null
  return value.isWellFormed() && !CONTROL.test(value) ? value : null
}

function counterOf(value: string | null): string | null {
  return value === null || value.length > LONGEST_COUNTER || CONTROL.test(value) ? null : value.toWellFormed()
}

const CONTROL = /\p{Cc}/u
const OPENING_BRACE = 0x7b
const OPENING_BRACKET = 0x5b
