import type { SignatureCrypto } from './crypto.ts'
import { replaceInBody } from './replace-in-body.ts'
import { type RequestReader, readRequest } from './request-reader.ts'
import type { SignedScheme } from './scheme.ts'
import { writeTimestamp } from './timestamp.ts'
import type { ValueSource } from './value-source.ts'

/** A timestamp in the body that was put in the place of another. */
export interface FreshTimestamp {
  readonly request: RequestReader
  readonly from: string
  readonly to: string
}

/**
 * The request with a timestamp of now where the scheme has it inside the body: a handler judges its age, and no header
 * can make it newer. Nothing else of the body moves. Null where there is none.
 */
export function freshenBody(
  scheme: SignedScheme,
  request: RequestReader,
  timestamp: number,
  crypto: SignatureCrypto,
): FreshTimestamp | null {
  const rule = scheme.timestamp
  const source = rule?.from[0]
  if (rule === undefined || source === undefined) return null
  const [from = ''] = request.valuesAt(source)
  const to = writeTimestamp(timestamp, rule.unit)
  if (from === '' || from === to) return null
  for (const [before, after] of spellings(source, from, to)) {
    const body = replaceInBody(request.raw.body, before, after)
    if (body === null) continue
    const fresh = readRequest({ ...request.raw, body }, crypto)
    // The same text may stand elsewhere, too: only the right place counts.
    if (fresh.valuesAt(source)[0] === to) return { request: fresh, from, to }
  }
  return null
}

/** With what stands around it, since a number may occur elsewhere. */
function spellings(source: ValueSource, from: string, to: string): Array<readonly [before: string, after: string]> {
  if (source.in === 'form')
    return [[`${source.name}=${encodeURIComponent(from)}`, `${source.name}=${encodeURIComponent(to)}`]]
  if (source.in !== 'json') return []
  const name = JSON.stringify(source.pointer.split('/').at(-1) ?? '')
  const between = [':', ': ', ' : ']
  return [
    ...between.flatMap((colon) => [
      [`${name}${colon}"${from}"`, `${name}${colon}"${to}"`] as const,
      [`${name}${colon}${from}`, `${name}${colon}${to}`] as const,
    ]),
    [`"${from}"`, `"${to}"`],
    [from, to],
  ]
}
