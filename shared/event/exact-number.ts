import type { JsonDocument, JsonValue } from '../diff/json-document.ts'
import { spelling } from '../diff/json-document.ts'
import { Meanings } from '../diff/meanings.ts'
import { readJson } from '../diff/read-json.ts'
import { headerText } from '../http/header-text.ts'
import type { RequestReader } from '../signature/request-reader.ts'

/** A whole number of any length in a JSON body, digit by digit; undefined for other numbers, which identify nothing. */
export function exactNumberAt(request: RequestReader, pointer: string): string | undefined {
  const [body] = request.valuesAt({ in: 'body' })
  const read = readJson(headerText(body ?? ''), new Meanings())
  if (read.kind !== 'read') return undefined
  const value = valueAt(read.document, pointer)
  const digits = value === undefined ? '' : spelling(read.document, value)
  return /^-?\d+$/.test(digits) ? digits : undefined
}

function valueAt({ root }: JsonDocument, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = root
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    // Of members of one name the last counts, as for `JSON.parse`.
    if (value?.kind === 'object') value = value.values[value.names.lastIndexOf(key)]
    else value = value?.kind === 'array' ? value.items[Number(key)] : undefined
  }
  return value
}
