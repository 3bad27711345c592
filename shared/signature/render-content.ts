import { headerFromText } from '../http/header-text.ts'
import type { NamedFrom, PlainName, TemplatePiece } from './content-template.ts'
import type { ContentPart, SignatureCrypto } from './crypto.ts'
import { escapeNonAscii } from './escape-non-ascii.ts'
import type { RequestReader } from './request-reader.ts'

/** What a template is filled with beside the request itself. */
export interface ContentValues {
  readonly timestamp: string | null
  readonly id: string | null
  readonly fields: ReadonlyMap<string, string>
}

export type RenderedContent =
  | { readonly kind: 'content'; readonly parts: ContentPart[]; readonly usesSecret: boolean }
  | { readonly kind: 'missing'; readonly what: 'timestamp' | 'id' | 'public-url' | 'body' }
  | { readonly kind: 'missing'; readonly what: 'value'; readonly name: string }

/** Stands where the secret goes; replaced key by key, since the rest is the same for all keys. */
export const SECRET_HOLE: ContentPart = { secret: new Uint8Array(0) }

export function renderContent(
  pieces: ReadonlyArray<TemplatePiece>,
  request: RequestReader,
  values: ContentValues,
  crypto: SignatureCrypto,
): RenderedContent {
  const parts: ContentPart[] = []
  let usesSecret = false
  for (const piece of pieces) {
    if (piece.kind === 'text') {
      append(parts, piece.text)
    } else if (piece.kind === 'named') {
      const value = namedValue(piece.from, piece.name, request, values)
      if (value === undefined) return { kind: 'missing', what: 'value', name: `${piece.from} ${piece.name}` }
      append(parts, value)
    } else {
      if (piece.name.startsWith('url') && request.raw.publicUrl === null) return { kind: 'missing', what: 'public-url' }
      if (coversBody(piece.name) && request.raw.bodyIncomplete === true) return { kind: 'missing', what: 'body' }
      if (piece.name === 'secret') usesSecret = true
      const value = plainValue(piece.name, request, values, crypto)
      if (value === null) return { kind: 'missing', what: piece.name === 'id' ? 'id' : 'timestamp' }
      append(parts, value)
    }
  }
  return { kind: 'content', parts, usesSecret }
}

/** Neighbouring texts become one piece: each piece costs a call into the hash. */
function append(parts: ContentPart[], part: ContentPart): void {
  const last = parts.at(-1)
  if (typeof part === 'string' && typeof last === 'string') parts[parts.length - 1] = last + part
  else parts.push(part)
}

export function coversBody(name: PlainName): boolean {
  return name.startsWith('body') || name === 'form:sorted'
}

function namedValue(from: NamedFrom, name: string, request: RequestReader, values: ContentValues): string | undefined {
  switch (from) {
    case 'header':
      return request.header(name) ?? undefined
    case 'json':
      return request.valuesAt({ in: 'json', pointer: name })[0]
    case 'signature':
      return values.fields.get(name)
    default:
      return request.valuesAt({ in: from, name })[0]
  }
}

function plainValue(
  name: PlainName,
  request: RequestReader,
  values: ContentValues,
  crypto: SignatureCrypto,
): ContentPart | null {
  const { raw } = request
  switch (name) {
    case 'body':
      return raw.body
    case 'body:sha256':
      return crypto.decode(crypto.hash('sha256', [raw.body], 'hex'), 'hex')
    case 'body:sha256:hex':
      return crypto.hash('sha256', [raw.body], 'hex')
    case 'body:escaped':
      return escapeNonAscii(crypto.text(raw.body))
    case 'timestamp':
      return values.timestamp
    case 'id':
      return values.id
    case 'method':
      return raw.method
    case 'url':
      return headerFromText(raw.publicUrl ?? '')
    case 'url:base':
      return headerFromText((raw.publicUrl ?? '').replace(/[?#].*$/s, ''))
    case 'url:unescaped':
      return headerFromText(unescapeReserved(raw.publicUrl ?? ''))
    case 'target':
      return headerFromText(request.target())
    case 'path':
      return headerFromText(request.target().replace(/[?#].*$/s, ''))
    case 'query':
      return headerFromText(/\?([^#]*)/.exec(request.target())?.[1] ?? '')
    case 'secret':
      return SECRET_HOLE
    case 'form:sorted':
      return sortedForm(request)
  }
}

/** Every field as name and value with nothing in between, sorted by name; equal names keep one of each value, sorted. */
export function sortedForm(request: RequestReader): string {
  const values = new Map<string, Set<string>>()
  for (const { name, value } of request.form()) {
    const known = values.get(name)
    if (known === undefined) values.set(name, new Set([value ?? '']))
    else known.add(value ?? '')
  }
  const pieces: string[] = []
  for (const name of [...values.keys()].sort()) {
    for (const value of [...(values.get(name) as Set<string>)].sort()) pieces.push(headerFromText(name + value))
  }
  return pieces.join('')
}

const RESERVED: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
}

/** The list of HubSpot's documentation; `+`, `=` and `&` stay escaped. */
function unescapeReserved(url: string): string {
  return url.replace(/%[0-9A-Fa-f]{2}/g, (code) => RESERVED[code.toUpperCase()] ?? code)
}
