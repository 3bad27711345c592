import { decodePercent, spelledEdits, spellPercent } from './decoded-text.ts'
import { pairEdits } from './redact-pairs.ts'
import type { Scan } from './scan.ts'
import { applyEdits } from './span.ts'

/** A request target or a URL, latin1: its path, its query, and a password in front of its host. */
export function redactTarget(scan: Scan, target: string, what = ''): string {
  const question = target.indexOf('?')
  const path = target.slice(0, question === -1 ? target.length : question)
  const decoded = decodePercent(path, { plusIsSpace: false })
  const edits = spelledEdits(
    decoded,
    scan.textEdits(decoded.text, () => `${what}path`),
    0,
    spellPercent,
  )
  if (question === -1) return applyEdits(target, edits)
  const inQuery = pairEdits(scan, target.slice(question + 1), question + 1, (name) => `${what}query ${name}`)
  return applyEdits(target, [...edits, ...inQuery])
}
