import { compareJson } from '../compare-json.ts'
import type { Comparison } from '../comparison.ts'
import { IgnoreRules } from '../ignore-rules.ts'
import type { JsonDocument } from '../json-document.ts'
import { jsonPatch } from '../json-patch.ts'
import { Meanings } from '../meanings.ts'
import { readJson } from '../read-json.ts'

function documentsOf(left: string, right: string): [JsonDocument, JsonDocument] {
  const meanings = new Meanings()
  const read = (source: string) => {
    const result = readJson(source, meanings)
    if (result.kind !== 'read') throw new Error(`Not read: ${result.kind}`)
    return result.document
  }
  return [read(left), read(right)]
}

export function compareTexts(left: string, right: string, rules: string[] = []): Comparison {
  return compareJson(...documentsOf(left, right), new IgnoreRules(rules))
}

export function patchOf(left: string, right: string, rules: string[] = []): string {
  const patch = jsonPatch(...documentsOf(left, right), new IgnoreRules(rules))
  if (patch.kind !== 'patch') throw new Error(patch.kind)
  return patch.text
}
