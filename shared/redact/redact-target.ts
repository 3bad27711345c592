import { percentEncoded } from '../http/percent-encoded.ts'
import { decodePercent, spelledEdits } from './decoded-text.ts'
import { leafEdits } from './redact-leaf.ts'
import { pairEdits } from './redact-pairs.ts'
import type { Scan } from './scan.ts'
import type { Edit } from './span.ts'

/** Edits of a request target or a URL, latin1: its path, its query, and a password in front of its host. */
export function targetEdits(scan: Scan, target: string, what = ''): Edit[] {
  const question = target.indexOf('?')
  const path = target.slice(0, question === -1 ? target.length : question)
  const decoded = decodePercent(path, { plusIsSpace: false })
  const inPath = leafEdits(scan, decoded.text, () => `${what}path`)
  const edits = spelledEdits(decoded, inPath, 0, percentEncoded)
  if (question === -1) return edits
  const query = target.slice(question + 1)
  return [...edits, ...pairEdits(scan, query, question + 1, (name) => `${what}query ${name}`)]
}
