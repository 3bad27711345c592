import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'

/** What base64 or hex stands for, if it is text (latin1), and how another text is spelled the same way. */
export interface EncodedText {
  readonly text: string
  readonly spell: (text: string) => string
}

/** Fewer letters may decode to text by chance, and hold little. */
export const SHORTEST_ENCODED = 16
const SHORTEST_WORD = 24
const BASE64 = /^(?:[A-Za-z0-9+/]+={0,2}|[A-Za-z0-9_-]+={0,2})$/
const HEX = /^(?:[0-9a-f]{2})+$|^(?:[0-9A-F]{2})+$/

/** Null: the letters are none, or stand for no text. */
export function readEncoded(letters: string): EncodedText | null {
  if (letters.length < SHORTEST_ENCODED || !mayBeEncoded(letters)) return null
  if (HEX.test(letters)) {
    const text = textFromHex(letters)
    if (isText(text)) return { text, spell: (other) => hexOf(other, letters) }
  }
  const text = BASE64.test(letters) ? latin1FromBase64(letters) : null
  return text === null || !isText(text) ? null : { text, spell: (other) => base64Of(other, letters) }
}

/** By its beginning: identifiers are of the same letters, and seldom decode to text. */
export function mayBeEncoded(letters: string): boolean {
  const start = letters.slice(0, SHORTEST_ENCODED)
  if (HEX.test(start) && isText(textFromHex(start))) return true
  const text = latin1FromBase64(start)
  return text !== null && isText(text)
}

const RUN = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{24,}={0,2}/g
/** The next line of a block. */
const LINE = /[ \t]{0,80}\r?\n[ \t]{0,80}([A-Za-z0-9+/_-]+={0,2})(?=[ \t]{0,80}(?:\r?\n|$))/y
const SHORTEST_LINE = 40

/** Where in a text base64 or hex of text may stand, in order: as a word, as a segment of a path, or in lines. */
export function* encodedWords(text: string): Generator<{ readonly start: number; readonly end: number }> {
  for (let at = 0; ; ) {
    // Words within one are looked through in between, by the same pattern.
    RUN.lastIndex = at
    const match = RUN.exec(text)
    if (match === null) return
    const [run] = match
    const start = match.index
    at = start + run.length
    if (mayBeWord(run)) {
      at = endOfBlock(text, run, at)
      if (!isPart(text, start, at)) yield { start, end: at }
    } else if (run.includes('/')) yield* segments(text, start, at)
  }
}

function* segments(text: string, from: number, to: number): Generator<{ start: number; end: number }> {
  for (let start = from; start < to; ) {
    const slash = text.indexOf('/', start)
    const end = slash === -1 || slash > to ? to : slash
    if (end - start >= SHORTEST_WORD && mayBeWord(text.slice(start, end)) && !isPart(text, start, end))
      yield { start, end }
    start = end + 1
  }
}

/** Of a token with dots, which goes as a whole or was left on purpose. */
function isPart(text: string, start: number, end: number): boolean {
  return /^\.[\w-]/.test(text.slice(end, end + 2)) || /[\w-]\.$/.test(text.slice(Math.max(0, start - 2), start))
}

function mayBeWord(run: string): boolean {
  return mayBeEncoded(run) || isPackedWord(run)
}

/** gzip, zip, Zstandard and bzip2 in base64; zlib begins with letters that words have. */
export function isPackedWord(letters: string): boolean {
  return /^(?:H4sI|UEsDB|KLUv\/|QlpoOT)/.test(letters)
}

/** Lines are of the same length, and the last one is shorter. What stands in it must be text, since a word may follow. */
function endOfBlock(text: string, first: string, from: number): number {
  if (first.length < SHORTEST_LINE || first.length % 4 !== 0 || first.endsWith('=')) return from
  let end = from
  for (;;) {
    LINE.lastIndex = end
    const line = LINE.exec(text)?.[1]
    if (line === undefined || line.length > first.length) return end
    const isLast = line.length < first.length || line.endsWith('=')
    if (isLast && !isPackedWord(first) && !isPlain(latin1FromBase64(line) ?? '\0')) return end
    end = LINE.lastIndex
    if (isLast) return end
  }
}

function isText(decoded: string): boolean {
  return isPlain(decoded) && /^[\x20-\x7e\t\r\n]{6}/.test(decoded)
}

function isPlain(decoded: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what text does not have.
  return !/[\x00-\x08\x0e-\x1f\x7f]/.test(decoded)
}

function textFromHex(hex: string): string {
  const pieces: string[] = []
  for (let at = 0; at < hex.length; at += 2)
    pieces.push(String.fromCharCode(Number.parseInt(hex.slice(at, at + 2), 16)))
  return pieces.join('')
}

/** In the case that it had. */
function hexOf(text: string, before: string): string {
  const hex = Array.from(text, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  return /[A-F]/.test(before) ? hex.toUpperCase() : hex
}

/** In the alphabet, and with the padding, that it had. */
function base64Of(text: string, before: string): string {
  const encoded = base64(bytesFromLatin1(text))
  const padded = before.endsWith('=') || before.length % 4 === 0 ? encoded : encoded.replace(/=+$/, '')
  return /[-_]/.test(before) ? padded.replaceAll('+', '-').replaceAll('/', '_') : padded
}
