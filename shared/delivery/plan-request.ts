import { AppError } from '../contract/errors.ts'
import { type HeaderPair, type HeaderPairs, headerValue } from '../http/header-pairs.ts'
import type { SentChange } from './delivery.ts'
import type { ProviderCall } from './provider-call.ts'

/** What is to be sent: a capture, or what the user made of it. */
export interface RequestToPlan {
  readonly method: string | null
  /** Of the capture, as `1.0`; null or left out where it is not known. */
  readonly httpVersion?: string | null | undefined
  /** The captured headers. */
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  /** The user's headers in their place. */
  readonly editedHeaders?: HeaderPairs | undefined
  /** The user's method in its place. */
  readonly editedMethod?: string | undefined
  readonly bodySize: number
  /** Host and port of the target, as `Host` says them. */
  readonly authority: string
  /** Send the captured `Host`. */
  readonly keepHost: boolean
  /** Send `Host` and X-Forwarded-* as the provider called; goes before `keepHost`. */
  readonly provider?: ProviderCall | undefined
  /** Names of headers that are not sent: those that the tunnel added. */
  readonly leaveOut?: ReadonlyArray<string> | undefined
}

export interface RequestPlan {
  readonly method: string
  /** Exactly what is written, in this order. */
  readonly headers: [name: string, value: string][]
  /** What is different from the captured or edited headers, and from the captured version of HTTP. */
  readonly changes: SentChange[]
}

/**
 * Decides what a delivery sends. Headers keep their order, case and number; only those change that speak about the
 * connection and the framing that the capture came with (RFC 9110, 7.6.1), and each change is listed with its reason.
 */
export function planRequest(request: RequestToPlan): RequestPlan {
  const method = request.editedMethod ?? request.method
  if (method === null) {
    throw new AppError(
      'invalid-input',
      'This capture is malformed: it has no method. Edit it and choose one before sending.',
    )
  }
  checkMethod(method)
  const source = request.editedHeaders ?? request.headers
  checkHeaders(source)
  const headers: [string, string][] = []
  const changes: SentChange[] = versionChange(request.httpVersion)
  const named = namedByConnection(source)
  const host = hostToSend(request)
  const forwarded = forwardedHeaders(request)
  const left = request.leaveOut === undefined ? null : new Set(request.leaveOut.map((name) => name.toLowerCase()))
  let hasHost = false
  let lengthAt = -1
  let hadLength = false
  let wasChunked = false
  for (const pair of source) {
    const [name, value] = pair
    const lower = name.toLowerCase()
    if (lower === 'host') {
      if (host === null) headers.push([name, value])
      else if (hasHost) changes.push(removed(pair, 'A request has one Host.'))
      else if (host.value === value) headers.push([name, value])
      else {
        headers.push([name, host.value])
        changes.push({ kind: 'replaced', header: name, from: value, to: host.value, why: host.why })
      }
      hasHost = true
    } else if (lower === 'content-length') {
      if (hadLength) changes.push(removed(pair, 'A request has one Content-Length.'))
      else {
        hadLength = true
        keepLength(pair, request.bodySize, headers, changes)
      }
    } else if (lower === 'transfer-encoding') {
      wasChunked = true
      if (lengthAt < 0) lengthAt = headers.length
      changes.push(removed(pair, whyNoTransferEncoding(value)))
    } else if (forwarded?.has(lower)) {
      const wanted = forwarded.get(lower) ?? null
      forwarded.set(lower, null)
      if (wanted === null) changes.push(removed(pair, `${AS_CALLED} It is sent once.`))
      else if (wanted === value) headers.push([name, value])
      else {
        headers.push([name, wanted])
        changes.push({ kind: 'replaced', header: name, from: value, to: wanted, why: AS_CALLED })
      }
    } else if (left?.has(lower)) {
      changes.push(removed(pair, 'The tunnel added it; it is left out as you asked.'))
    } else {
      const why =
        HOP_BY_HOP.get(lower) ?? (named?.has(lower) ? 'Connection named it as one for a single hop.' : undefined)
      if (why === undefined) headers.push([name, value])
      else changes.push(removed(pair, why))
    }
  }
  if (!hadLength && (request.bodySize > 0 || wasChunked || EXPECTS_BODY.has(method))) {
    const length = String(request.bodySize)
    headers.splice(lengthAt < 0 ? headers.length : lengthAt, 0, ['Content-Length', length])
    changes.push(added('Content-Length', length, 'It says where the body ends.'))
  }
  for (const [lower, value] of forwarded ?? []) {
    const name = FORWARDED_NAMES.get(lower)
    if (value === null || name === undefined) continue
    headers.push([name, value])
    changes.push(added(name, value, AS_CALLED))
  }
  if (!hasHost) {
    const value = request.provider?.host ?? request.authority
    // First, as RFC 9110 (7.2) advises.
    headers.unshift(['Host', value])
    changes.push(added('Host', value, 'HTTP/1.1 requires it, and there was none.'))
  }
  for (const trailer of request.trailers) {
    changes.push(removed(trailer, 'It was a trailer; a body sent with Content-Length has none.'))
  }
  return { method, headers, changes }
}

const HOP_BY_HOP: ReadonlyMap<string, string> = new Map([
  ['connection', 'It was about the connection that the capture came in on.'],
  ['keep-alive', 'It was about the connection that the capture came in on.'],
  ['proxy-connection', 'It was about the connection that the capture came in on.'],
  ['proxy-authorization', 'It is for a proxy, and its password is none of the target’s business.'],
  ['te', 'It was about the connection that the capture came in on.'],
  ['trailer', 'Trailers are not sent.'],
  ['upgrade', 'Hookbench speaks HTTP/1.1 only, and would not understand another protocol.'],
  ['http2-settings', 'Hookbench speaks HTTP/1.1 only, and would not understand another protocol.'],
  ['expect', 'The body is sent at once, without waiting to be asked.'],
])

/** Methods whose requests have a body, so that an empty one is said to be empty (RFC 9110, 8.6). */
const EXPECTS_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH'])

/** Listed as `HTTP version`, which no header can be called: it has a space. */
function versionChange(captured: string | null | undefined): SentChange[] {
  if (captured === null || captured === undefined || captured === '1.1') return []
  const why = 'Hookbench sends HTTP/1.1 only, which a handler may answer in another way.'
  return [{ kind: 'replaced', header: 'HTTP version', from: captured, to: '1.1', why }]
}

interface HostToSend {
  readonly value: string
  readonly why: string
}

/** The `Host` to send; null leaves those that are there as they are. */
function hostToSend(request: RequestToPlan): HostToSend | null {
  const { editedHeaders, headers, provider, keepHost, authority } = request
  const why = 'The target has its own host.'
  const edited = editedHeaders && headerValue(editedHeaders, 'host')
  // A Host that the user wrote is meant; one that was only captured is not.
  const isMeant = edited !== undefined && edited !== headerValue(headers, 'host')
  if (provider !== undefined && !isMeant) return { value: provider.host, why: AS_CALLED }
  if (keepHost) return null
  return { value: isMeant ? edited : authority, why }
}

const AS_CALLED = 'Sent as the provider called the public URL.'
const FORWARDED_NAMES: ReadonlyMap<string, string> = new Map([
  ['x-forwarded-for', 'X-Forwarded-For'],
  ['x-forwarded-proto', 'X-Forwarded-Proto'],
  ['x-forwarded-host', 'X-Forwarded-Host'],
])

/**
 * Values by lower-case name, of those that the user did not write; null once it is sent. A sender that is not known stays
 * as it came.
 */
function forwardedHeaders({ provider, editedHeaders, headers }: RequestToPlan): Map<string, string | null> | null {
  if (provider === undefined) return null
  const wanted = new Map<string, string | null>()
  if (provider.address !== null) wanted.set('x-forwarded-for', provider.address)
  wanted.set('x-forwarded-proto', provider.proto)
  wanted.set('x-forwarded-host', provider.host)
  if (editedHeaders === undefined) return wanted
  for (const name of wanted.keys()) {
    const edited = headerValue(editedHeaders, name)
    if (edited !== undefined && edited !== headerValue(headers, name)) wanted.delete(name)
  }
  return wanted
}

function keepLength(pair: HeaderPair, bodySize: number, headers: [string, string][], changes: SentChange[]): void {
  const [name, value] = pair
  const length = String(bodySize)
  if (value === length) {
    headers.push([name, value])
    return
  }
  headers.push([name, length])
  const why = `The body that is sent has ${bodySize === 1 ? '1 byte' : `${length} bytes`}.`
  changes.push({ kind: 'replaced', header: name, from: value, to: length, why })
}

function whyNoTransferEncoding(value: string): string {
  const codings = value.split(',').map((coding) => coding.trim().toLowerCase())
  const others = codings.filter((coding) => coding !== '' && coding !== 'chunked' && coding !== 'identity')
  if (others.length === 0) return 'The body is sent whole, with a Content-Length.'
  return `The body is sent whole, with a Content-Length, and still encoded as ${others.join(', ')}.`
}

function namedByConnection(headers: HeaderPairs): Set<string> | undefined {
  let named: Set<string> | undefined
  for (const [name, value] of headers) {
    if (name.length !== 10 || name.toLowerCase() !== 'connection') continue
    for (const option of value.split(',')) {
      named ??= new Set()
      named.add(option.trim().toLowerCase())
    }
  }
  return named
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

function checkMethod(method: string): void {
  if (!TOKEN.test(method)) {
    throw new AppError(
      'invalid-input',
      `${JSON.stringify(method)} is not a method. A method is one word, like POST or PATCH.`,
    )
  }
  if (method === 'CONNECT') {
    throw new AppError(
      'invalid-input',
      'CONNECT asks a proxy for a tunnel and cannot be replayed. Edit the request and choose another method.',
    )
  }
}

function checkHeaders(headers: HeaderPairs): void {
  for (const [name, value] of headers) {
    if (!TOKEN.test(name)) {
      throw new AppError(
        'invalid-input',
        name === ''
          ? `A header with the value ${JSON.stringify(value.slice(0, 80))} has no name. Name it or remove the row.`
          : `${JSON.stringify(name)} is not a header name: letters, digits and - only, without spaces. Correct the row.`,
      )
    }
    if (!VALUE.test(value)) throw badValue(name, value)
  }
}

function badValue(name: string, value: string): AppError {
  const bad = [...value].find((character) => !VALUE.test(character)) ?? ''
  const code = bad.codePointAt(0) ?? 0
  const what =
    code === 10 || code === 13
      ? 'a line break, which would start another header. Remove it'
      : code > 255
        ? `the character ${bad}, which is not a byte. Header values are bytes: give its UTF-8 bytes, one character each`
        : `the control character ${code}. Remove it`
  return new AppError('invalid-input', `The value of the header ${name} has ${what}.`)
}

function removed([header, from]: HeaderPair, why: string): SentChange {
  return { kind: 'removed', header, from, to: null, why }
}

function added(header: string, to: string, why: string): SentChange {
  return { kind: 'added', header, from: null, to, why }
}
