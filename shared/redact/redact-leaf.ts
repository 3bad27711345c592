import { decodeAnySpelling, spelledEdits } from './decoded-text.ts'
import { encodedWords, isPackedWord, mayBeEncoded, readEncoded, SHORTEST_ENCODED } from './encoded-words.ts'
import { unfoldBase64 } from './folded-base64.ts'
import { isPlaceholder } from './placeholders.ts'
import { pushAll } from './push-all.ts'
import { structureEdits } from './redact-structure.ts'
import type { InWords, Scan, Where } from './scan.ts'
import { applyEdits, type Edit, type Span } from './span.ts'

/** JSON in strings of JSON, and base64 of them, is undone so often; beyond it a text is a text. */
const DEEPEST = 4

/** Edits of a value that stands by itself: it may be text, or JSON, XML, a table, or base64 of any. */
export function leafEdits(scan: Scan, text: string, where: Where, depth = 0): ReadonlyArray<Edit> {
  const structured = depth < DEEPEST ? structureEdits(scan, text, where, depth) : null
  if (structured !== null) return structured
  // First: what is found in its letters would only be a part of it, and the rest would be no base64 any more.
  const encoded = depth < DEEPEST ? encodedEdits(scan, text, where, depth) : null
  if (encoded !== null && encoded.length > 0) return encoded
  // A form inside another text, or an address in a URL or in HTML: what is in it may be spelled so.
  const decoded = decodeAnySpelling(text)
  const inWords: InWords = (spans) => encodedWordEdits(scan, decoded.text, spans, where, depth)
  // Parts of what has been looked through as a whole would be torn.
  const edits = scan.textEdits(decoded.text, where, depth > DEEPEST || encoded !== null ? undefined : inWords)
  return spelledEdits(decoded, edits, 0)
}

const DATA_URL = /^data:[^,]{0,200};base64,/i
const OTHER = /[^A-Za-z0-9+/_= \t\r\n-]/
/**
 * gzip, zip, Zstandard, bzip2 and zlib (its four usual levels), as CloudWatch and others put whole events into JSON: they cannot be
 * looked through.
 */
const PACKED = /^(?:H4sI|UEsDB|KLUv\/|QlpoOT|e(?:A[E-H]|F[4-7]|J[w-z]|N[o-r]))/
/** In so many characters of lines are as many letters as tell what they are. */
const LOOKED_AT = 400

/** Google Pub/Sub and others wrap a whole event so. Null: it is not encoded. */
function encodedEdits(scan: Scan, text: string, where: Where, depth: number): ReadonlyArray<Edit> | null {
  if (text.length < SHORTEST_ENCODED) return null
  const start = DATA_URL.exec(text)?.[0].length ?? 0
  const beginning = text.slice(start, start + LOOKED_AT)
  if (OTHER.test(beginning)) return null
  const first = unfoldBase64(beginning).letters
  if (!PACKED.test(first) && !mayBeEncoded(first)) return null
  return wordEdits(scan, text, { start, end: text.length }, PACKED, where, depth)
}

function encodedWordEdits(
  scan: Scan,
  text: string,
  spans: ReadonlyArray<Span>,
  where: Where,
  depth: number,
): ReadonlyArray<Edit> {
  const edits: Edit[] = []
  let next = 0
  for (const word of encodedWords(text)) {
    while (next < spans.length && (spans[next] as Span).end <= word.start) next++
    let last = next
    while (last < spans.length && (spans[last] as Span).end < word.end) last++
    if (!isAcross(spans[next], word) && !isAcross(spans[last], word))
      pushAll(edits, wordEdits(scan, text, word, null, where, depth) ?? [])
    next = last
  }
  return edits
}

interface Place {
  readonly start: number
  readonly end: number
}

/** Whether something takes an end of a word, or all of it. */
function isAcross(span: Span | undefined, word: Place): boolean {
  if (span === undefined || span.start >= word.end || span.end <= word.start) return false
  return span.start < word.start || span.end > word.end || (span.start === word.start && span.end === word.end)
}

/** Null: it is not encoded. `packed`: how it begins if it is to be left out, where it is all that there is. */
function wordEdits(
  scan: Scan,
  text: string,
  { start, end }: Place,
  packed: RegExp | null,
  where: Where,
  depth: number,
): Edit[] | null {
  const { letters, fold } = unfoldBase64(text.slice(start, end))
  if (packed === null ? isPackedWord(letters) : packed.test(letters)) {
    if (!scan.isOn('binary') || letters.length < 32 || OTHER.test(letters)) return null
    return [{ start, end, text: scan.binaryPlaceholder(letters, where) }]
  }
  const encoded = readEncoded(letters)
  if (encoded === null) return null
  const edits = leafEdits(scan, encoded.text, where, depth + 1)
  if (edits.length === 0) return []
  const redacted = applyEdits(encoded.text, edits)
  // Where nothing else was in it, the reader is shown so.
  return [{ start, end, text: isPlaceholder(redacted) ? redacted : fold(encoded.spell(redacted)) }]
}
