import { csvEdits, looksLikeSecretCsv } from './redact-csv.ts'
import { beginsAsJson, jsonEdits } from './redact-json.ts'
import { looksLikePhp, phpEdits } from './redact-php.ts'
import { looksLikeXml, xmlEdits } from './redact-xml.ts'
import type { Scan, Where } from './scan.ts'
import type { Edit } from './span.ts'

/** Edits of a text that has a structure of its own, whoever calls it what; null: it has none. */
export function structureEdits(scan: Scan, text: string, where: Where, depth: number): ReadonlyArray<Edit> | null {
  if (beginsAsJson(text)) return jsonEdits(scan, text, where, depth)
  if (looksLikeXml(text)) return xmlEdits(scan, text, where, depth)
  if (looksLikePhp(text)) return phpEdits(scan, text, where, depth)
  if (looksLikeSecretCsv(text)) return csvEdits(scan, text, where, depth)
  return null
}
