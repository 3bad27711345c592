import { validateHeaderName, validateHeaderValue } from 'node:http'
import { parseJson } from '../../../shared/parse-json.ts'

/** A request made anew from what smee passes on of one. */
export interface SmeeRequest {
  readonly target: string
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>
  readonly body: string
}

/** About the connection to smee, or about bytes that smee took apart. The length and the type are set anew. */
const NOT_PASSED_ON = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/**
 * smee sends one object: the headers as it parsed them, with `body`, `query` and `timestamp` among them. The bytes that
 * were signed are gone; JSON is written as smee wrote it. Null: not what smee sends.
 */
export function readSmeeEvent(data: string): SmeeRequest | null {
  const event = parseObject(data)
  if (event === null || event.body === undefined) return null
  const { body: parsedBody, query, timestamp: _receivedBySmee, ...headers } = event
  const { type, body } = writeBody(parsedBody, headers['content-type'])
  return {
    target: `/${writeQuery(query)}`,
    headers: [...Object.entries(headers).flatMap(readHeader), ['content-type', type]],
    body,
  }
}

function parseObject(text: string): Record<string, unknown> | null {
  const value = parseJson(text)
  // Anybody can run a server that says it is smee; the caller notes that it was no event.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

function readHeader([name, value]: [string, unknown]): Array<readonly [string, string]> {
  if (NOT_PASSED_ON.has(name.toLowerCase())) return []
  const values = Array.isArray(value) ? value : [value]
  return values.flatMap((each) => (typeof each === 'string' && canBeSent(name, each) ? [[name, each] as const] : []))
}

function canBeSent(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return true
  } catch {
    // A line break in it would begin a request that nobody sent.
    return false
  }
}

function writeBody(body: unknown, contentType: unknown): { readonly type: string; readonly body: string } {
  const type = typeof contentType === 'string' && canBeSent('content-type', contentType) ? contentType : ''
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) {
    const form = writeForm(body)
    if (form !== null) return { type, body: form }
  }
  // A provider that posts text has it passed on as a JSON string by some versions of smee, and bare by none.
  if (typeof body === 'string' && type !== '' && !isJson(type)) return { type, body }
  return { type: isJson(type) ? type : 'application/json', body: JSON.stringify(body) }
}

function isJson(type: string): boolean {
  return /^[\w.-]+\/(?:[\w.-]+\+)?json\b/i.test(type)
}

function writeQuery(query: unknown): string {
  const form = writeForm(query) ?? ''
  return form === '' ? '' : `?${form}`
}

/** Null where it is no flat form: nested fields (`a[b]=c`) have more than one spelling. */
function writeForm(fields: unknown): string | null {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return null
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (typeof each !== 'string') return null
      form.append(name, each)
    }
  }
  return form.toString()
}
