import { bodyKind, SNIFFED_BYTES } from '../../../shared/body/body-kind.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { contentTypeParam, parseContentType } from '../../../shared/http/content-type.ts'
import { parseFormUrlencoded } from '../../../shared/http/form-urlencoded.ts'
import { type HeaderPairs, headerValue } from '../../../shared/http/header-pairs.ts'
import { decodeWhole } from '../content/decode-at-once.ts'

/** Longer bodies, as they come or decoded, say too little more for what they cost. */
export const SAMPLE_BYTES = 4 * 1024 * 1024
/** More fields than this are no form that a person made. */
const MOST_FIELDS = 1000

/** The value that types are made of; undefined: the body has none. Never throws. */
export function sampleOfBody(headers: HeaderPairs, body: Uint8Array): unknown {
  const bytes = decodeWhole(body, contentEncoding(headers) ?? '', SAMPLE_BYTES)
  if (bytes === null || bytes.length > SAMPLE_BYTES) return undefined
  const contentType = parseContentType(headerValue(headers, 'content-type'))
  switch (bodyKind(contentType, bytes.subarray(0, SNIFFED_BYTES), bytes.length)) {
    case 'json':
      return parsedJson(bytes, contentTypeParam(contentType, 'charset'))
    case 'form':
      return formFields(bytes)
    default:
      return undefined
  }
}

function parsedJson(bytes: Uint8Array, charset = 'utf-8'): unknown {
  try {
    return JSON.parse(new TextDecoder(charset).decode(bytes)) as unknown
  } catch {
    // No such charset, or no JSON after all: then there is nothing to learn from it.
    return charset === 'utf-8' ? undefined : parsedJson(bytes)
  }
}

/** Fields are strings, and lists of them where a name comes again. */
function formFields(bytes: Uint8Array): Record<string, string | string[]> {
  const fields = new Map<string, string[]>()
  for (const { name, value } of parseFormUrlencoded(bytes, MOST_FIELDS)) {
    const values = fields.get(name)
    if (values === undefined) fields.set(name, [value ?? ''])
    else values.push(value ?? '')
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? (values[0] as string) : values]),
  )
}
