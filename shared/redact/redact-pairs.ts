import { decodePercent, spelledEdits, spellPercent } from './decoded-text.ts'
import { pushAll } from './push-all.ts'
import { leafEdits } from './redact-leaf.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import type { Edit } from './span.ts'

const OPTIONS = { plusIsSpace: true }

/** Edits of `a=1&b=2`, of a query or a form, `by` characters into the whole. */
export function pairEdits(scan: Scan, text: string, by: number, where: (name: string) => string): Edit[] {
  const edits: Edit[] = []
  for (let start = 0; start < text.length; ) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) pushAll(edits, onePair(scan, text.slice(start, end), by + start, where))
    start = end + 1
  }
  return edits
}

function onePair(scan: Scan, pair: string, by: number, where: (name: string) => string): Edit[] {
  const equals = pair.indexOf('=')
  const name = decodePercent(equals === -1 ? pair : pair.slice(0, equals), OPTIONS)
  const inName = scan.textEdits(name.text, () => where('…'))
  const edits = spelledEdits(name, inName, by, spellPercent)
  if (equals === -1) return edits
  const value = decodePercent(pair.slice(equals + 1), OPTIONS)
  const place: Where = () => where(inName.length > 0 || name.text.length > 60 ? '…' : name.text)
  const kind = kindOfName(name.text, 'parameter')
  const named = kind === null ? null : scan.namedEdits(kind, value.text, place)
  return [...edits, ...spelledEdits(value, named ?? leafEdits(scan, value.text, place), by + equals + 1, spellPercent)]
}
