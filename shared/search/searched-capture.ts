import type { CaptureSummary } from '../capture/capture.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { parsePairs } from '../http/query.ts'

/**
 * What a filter looks at. What stands in the row of a list is at hand; the functions may have to read, and are called
 * only where a filter needs them, at most once a term.
 */
export interface SearchedCapture
  extends Pick<
    CaptureSummary,
    | 'id'
    | 'receivedAt'
    | 'endpoint'
    | 'method'
    | 'eventType'
    | 'state'
    | 'bodySize'
    | 'answeredStatus'
    | 'answeredMs'
    | 'pinned'
    | 'verdict'
    | 'provider'
    | 'handshake'
    | 'drifts'
    | 'attempt'
  > {
  /** Whole, as it was spelled. */
  readonly target: string | null
  /** Of the provider; null: it has none, or it is not known. */
  readonly eventId: string | null
  readonly isDuplicate: boolean
  /** The user has sent it again. */
  readonly isReplayed: boolean
  headers(): HeaderPairs
  note(): string
  tags(): ReadonlyArray<string>
  /** Null: it has no body, or none that can be read as text. */
  body(): SearchedBody | null
}

/** A body as text: encodings undone, in its charset, as far as that goes. */
export interface SearchedBody {
  readonly text: string
  /** Of a form, decoded, in order: what `readFormFields` or the parts of a multipart body are. Null: it is no form. */
  readonly fields: ReadonlyArray<readonly [name: string, value: string]> | null
}

/** The fields of an `application/x-www-form-urlencoded` body that was read as latin1, at most `limit`. */
export function readFormFields(latin1: string, limit?: number): Array<readonly [string, string]> {
  return parsePairs(latin1.replace(/\r?\n$/, ''), limit).map(({ name, value }) => [name, value ?? ''] as const)
}

/** In such a text a free word is looked for, one after the other. The index must hold them all. */
export function bodyTexts({ text, fields }: SearchedBody): string[] {
  const texts = [text]
  const unescaped = unescapedJson(text)
  if (unescaped !== text) texts.push(unescaped)
  for (const field of fields ?? []) texts.push(...field)
  return texts
}

/** Put together at once. */
const MOST_PIECES = 4096

/** JSON may write any character as `\u00e9`, and PHP writes `/` as `\/`: people look for what is meant. */
function unescapedJson(text: string): string {
  if (!text.includes('\\') || !/^\s*[[{"]/.test(text)) return text
  let whole = ''
  let pieces: string[] = []
  let at = 0
  for (let backslash = text.indexOf('\\'); backslash !== -1; backslash = text.indexOf('\\', at)) {
    const end = endOfEscape(text, backslash)
    pieces.push(text.slice(at, backslash), meantBy(text, backslash, end))
    at = end
    // All at once would be more than a thread has memory for: a small body, compressed, holds millions.
    if (pieces.length >= MOST_PIECES) {
      whole += pieces.join('')
      pieces = []
    }
  }
  return whole + pieces.join('') + text.slice(at)
}

function endOfEscape(text: string, backslash: number): number {
  return backslash + (text.charAt(backslash + 1) === 'u' && isHex(text, backslash + 2) ? 6 : 2)
}

/** Control characters, as `\n`, stay as they are written. */
function meantBy(text: string, start: number, end: number): string {
  if (end - start === 6) return String.fromCharCode(Number.parseInt(text.slice(start + 2, end), 16))
  const char = text.charAt(start + 1)
  return char === '"' || char === '\\' || char === '/' ? char : text.slice(start, end)
}

function isHex(text: string, start: number): boolean {
  return /^[0-9a-fA-F]{4}$/.test(text.slice(start, start + 4))
}
