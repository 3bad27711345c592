import { matchedPrefix } from './matched-prefix.ts'
import type { SignatureLayout } from './scheme.ts'

/** A signature header, taken apart. */
export type ParsedSignature =
  | {
      readonly kind: 'parsed'
      /** At least one. */
      readonly signatures: ReadonlyArray<string>
      /** The other keys of `t=…,v1=…`. */
      readonly fields: ReadonlyMap<string, string>
    }
  | { readonly kind: 'malformed'; readonly why: string }
  /** There are signatures, but of other versions. */
  | { readonly kind: 'other-version'; readonly expected: string }

/** Signatures compared with, of one header; each costs a comparison. */
const MOST_SIGNATURES = 32
const NO_FIELDS: ReadonlyMap<string, string> = new Map()

export function parseSignature(value: string, layout: SignatureLayout): ParsedSignature {
  switch (layout.kind) {
    case 'plain':
      return parsePlain(value, layout.prefix ?? '')
    case 'list':
      return parseList(value, layout)
    case 'pairs':
      return parsePairs(value, layout)
    case 'timestamp-first':
      return parseTimestampFirst(value, layout.separator)
  }
}

function parsePlain(value: string, prefix: string): ParsedSignature {
  const text = value.trim()
  if (!text.startsWith(prefix)) return { kind: 'malformed', why: `It does not begin with "${prefix}".` }
  const signature = text.slice(prefix.length)
  if (signature === '')
    return { kind: 'malformed', why: prefix === '' ? 'It is empty.' : `Nothing follows "${prefix}".` }
  return { kind: 'parsed', signatures: [signature], fields: NO_FIELDS }
}

function parseList(value: string, layout: { separator: string; prefix: string }): ParsedSignature {
  const items = splitItems(value, layout.separator)
  const signatures: string[] = []
  let bare = false
  for (const item of items) {
    const prefix = matchedPrefix(item, layout.prefix)
    if (prefix === null) continue
    if (prefix.length === item.length) bare = true
    else if (signatures.length < MOST_SIGNATURES) signatures.push(item.slice(prefix.length))
  }
  if (signatures.length > 0) return { kind: 'parsed', signatures, fields: NO_FIELDS }
  if (items.length === 0) return { kind: 'malformed', why: 'It is empty.' }
  return bare
    ? { kind: 'malformed', why: `Nothing follows "${layout.prefix}".` }
    : { kind: 'other-version', expected: layout.prefix }
}

function parsePairs(
  value: string,
  layout: { separator: string; keys: ReadonlyArray<string>; ordered?: boolean | undefined },
): ParsedSignature {
  const signatures: string[] = []
  const fields = new Map<string, string>()
  const items = splitItems(value, layout.separator)
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as string
    const equals = item.indexOf('=')
    const key = equals === -1 ? '' : item.slice(0, equals).trim()
    const text = equals === -1 ? item : item.slice(equals + 1).trim()
    if (!layout.keys.includes(key)) {
      // Providers' own SDKs take the last, should a key come twice.
      fields.set(key, text)
    } else if (layout.ordered === true && index !== 1) {
      return { kind: 'malformed', why: `${key}= is not its second item.` }
    } else if (text !== '' && signatures.length < MOST_SIGNATURES) {
      signatures.push(text)
    }
  }
  if (layout.ordered === true && items.length !== 2) return { kind: 'malformed', why: 'It does not have two items.' }
  if (signatures.length > 0) return { kind: 'parsed', signatures, fields }
  if (items.length === 0) return { kind: 'malformed', why: 'It is empty.' }
  const expected = layout.keys.map((key) => `${key}=`).join(' or ')
  const versions = layout.keys.map(withoutVersion)
  if ([...fields.keys()].some((key) => !layout.keys.includes(key) && versions.includes(withoutVersion(key)))) {
    return { kind: 'other-version', expected }
  }
  return { kind: 'malformed', why: `It has no ${expected}.` }
}

/** `v2` is another version of `v1`: both are `v` and a number. */
function withoutVersion(key: string): string {
  return key.replace(/\d+$/, '#')
}

function parseTimestampFirst(value: string, separator: string): ParsedSignature {
  const [timestamp = '', ...signatures] = splitItems(value, separator)
  if (timestamp === '') return { kind: 'malformed', why: 'It is empty.' }
  if (signatures.length === 0) return { kind: 'malformed', why: 'Nothing follows its timestamp.' }
  return { kind: 'parsed', signatures: signatures.slice(0, MOST_SIGNATURES), fields: new Map([['t', timestamp]]) }
}

/** At most this many items of a header are looked at. */
const MOST_ITEMS = 256

function splitItems(value: string, separator: string): string[] {
  const apart = separator.trim() === '' ? separator : separator.trim()
  const items: string[] = []
  for (const item of value.split(apart, MOST_ITEMS)) {
    const text = item.trim()
    if (text !== '') items.push(text)
  }
  return items
}

/** The header value that carries one signature. */
export function writeSignature(
  signature: string,
  layout: SignatureLayout,
  fields: ReadonlyArray<readonly [key: string, value: string]>,
): string {
  switch (layout.kind) {
    case 'plain':
      return `${layout.prefix ?? ''}${signature}`
    case 'list':
      return `${layout.prefix.replace('*', '0')}${signature}`
    case 'timestamp-first':
      return [...fields.map(([, value]) => value), signature].join(layout.separator)
    case 'pairs': {
      const [key = ''] = layout.keys
      return [
        ...fields.map(([name, value]) => `${name}=${value}`),
        key === '' ? signature : `${key}=${signature}`,
      ].join(layout.separator)
    }
  }
}
