import { percentEncoded } from '../http/percent-encoded.ts'
import { decodePercent, spelledEdits } from './decoded-text.ts'
import { pushAll } from './push-all.ts'
import { leafEdits } from './redact-leaf.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Scan, Where } from './scan.ts'
import { isLabelName, isValueName, kindOfLabelled, kindOfName } from './secret-name.ts'
import type { Edit } from './span.ts'

const OPTIONS = { plusIsSpace: true }

/** Edits of `a=1&b=2`, of a query or a form, `by` characters into the whole. */
export function pairEdits(scan: Scan, text: string, by: number, where: (name: string) => string): Edit[] {
  const edits: Edit[] = []
  const labelled = labelledKinds(text)
  for (let start = 0; start < text.length; ) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) pushAll(edits, onePair(scan, text.slice(start, end), by + start, where, labelled))
    start = end + 1
  }
  return edits
}

function onePair(
  scan: Scan,
  pair: string,
  by: number,
  where: (name: string) => string,
  labelled: ReadonlyMap<string, RedactionKind>,
): Edit[] {
  const equals = pair.indexOf('=')
  const name = decodePercent(equals === -1 ? pair : pair.slice(0, equals), OPTIONS)
  const inName = scan.textEdits(name.text, () => where('…'))
  const edits = spelledEdits(name, inName, by, percentEncoded)
  if (equals === -1) return edits
  const value = decodePercent(pair.slice(equals + 1), OPTIONS)
  const place: Where = () => where(inName.length > 0 || name.text.length > 60 ? '…' : name.text)
  const kind = kindOfName(name.text, 'parameter') ?? kindBeside(name.text, labelled)
  const named = kind === null ? null : scan.namedEdits(kind, value.text, place)
  return [
    ...edits,
    ...spelledEdits(value, named ?? leafEdits(scan, value.text, place), by + equals + 1, percentEncoded),
  ]
}

/** What `fields[0][name]=password` says of `fields[0][value]`, by what stands in front of the last part of both names. */
function labelledKinds(text: string): ReadonlyMap<string, RedactionKind> {
  const kinds = new Map<string, RedactionKind>()
  for (const [, rawName = '', rawValue = ''] of text.matchAll(/(?<=^|&)([^&=]{1,1000})=([^&]{1,600})(?=&|$)/g)) {
    const { before, last } = partsOf(decodePercent(rawName, OPTIONS).text)
    if (!isLabelName(last) || kinds.has(before)) continue
    const kind = kindOfLabelled(decodePercent(rawValue, OPTIONS).text)
    if (kind !== null) kinds.set(before, kind)
  }
  return kinds
}

function kindBeside(name: string, labelled: ReadonlyMap<string, RedactionKind>): RedactionKind | null {
  if (labelled.size === 0) return null
  const { before, last } = partsOf(name)
  return isValueName(last) ? (labelled.get(before) ?? null) : null
}

function partsOf(name: string): { before: string; last: string } {
  const last = /\w{0,60}(?=\]?$)/.exec(name.slice(-62))?.[0] ?? ''
  return { before: name.slice(0, name.lastIndexOf(last)), last }
}
