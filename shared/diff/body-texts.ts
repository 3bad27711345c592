import type { BodyKind } from '../body/body-kind.ts'
import { byteOrderMark, decodeSingleBytes, decodeText, type MakeTextDecoder } from '../body/decode-text.ts'
import { contentTypeParam, parseContentType } from '../http/content-type.ts'
import type { ComparedBody } from './compare-bodies.ts'

/** Two bodies as text in which every byte counts. */
export interface BodyTexts {
  readonly texts: readonly [left: string, right: string]
  /** What each was read as; empty where there is nothing to read. */
  readonly charsets: readonly [left: string, right: string]
  readonly notes: ReadonlyArray<string>
}

/** Null: one of them is no text, and `notes` has why. */
export function bodyTexts(
  bodies: readonly [ComparedBody, ComparedBody],
  kinds: readonly [BodyKind, BodyKind],
  makeDecoder: MakeTextDecoder,
): BodyTexts | { readonly texts: null; readonly notes: ReadonlyArray<string> } {
  const noText = kinds.flatMap((kind, side) => (isText(kind) ? [] : [`the ${SIDES[side]} is no text`]))
  if (noText.length > 0) {
    const why = noText.length === 2 ? 'neither side is text' : noText.join()
    return { texts: null, notes: [`Compared by bytes, since ${why}.`] }
  }
  const decoded = bodies.map(({ bytes, contentType }) =>
    decodeText(bytes, contentTypeParam(parseContentType(contentType), 'charset'), makeDecoder),
  )
  const [left, right] = decoded
  if (left === undefined || right === undefined) return { texts: null, notes: [] }
  if (!left.isWhole || !right.isWhole) {
    // Different bytes that all became � would seem to be the same.
    const wrong = decoded.flatMap(({ isWhole, charset }, side) =>
      isWhole ? [] : [`the ${SIDES[side]} is no ${charset}`],
    )
    return {
      texts: [decodeSingleBytes(bodies[0].bytes, makeDecoder), decodeSingleBytes(bodies[1].bytes, makeDecoder)],
      charsets: ['windows-1252', 'windows-1252'],
      notes: [`Both are read with one character for each byte, since ${wrong.join(' and ')}.`],
    }
  }
  const notes = decoded.flatMap(({ note }, side) => (note === null ? [] : [`On the ${SIDES[side]}: ${note}`]))
  return { texts: [left.text, right.text], charsets: [left.charset, right.charset], notes }
}

/** What to know of bodies without a difference that are not the same bytes all the same: a signature covers bytes. */
export function sameButBytes(
  [left, right]: readonly [ComparedBody, ComparedBody],
  { texts, charsets }: Pick<BodyTexts, 'texts' | 'charsets'>,
): string {
  const said = 'They mean the same, but are not the same bytes'
  if (texts[0] !== texts[1]) return `${said}.`
  const marks = [byteOrderMark(left.bytes), byteOrderMark(right.bytes)]
  if (charsets[0] !== charsets[1]) return `${said}: ${charsets[0]} on the left, ${charsets[1]} on the right.`
  if (marks[0] !== marks[1])
    return `${said}: only the ${SIDES[marks[0] === null ? 1 : 0]} begins with a byte order mark.`
  return `${said}: a character is encoded in two ways.`
}

const SIDES = ['left', 'right']

function isText(kind: BodyKind): boolean {
  return kind !== 'binary' && kind !== 'image'
}
