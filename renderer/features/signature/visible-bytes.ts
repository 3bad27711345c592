/** A stretch of captured bytes as it is shown: text as it is, or a mark for what would not be seen. */
export type VisiblePiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `breaks`: a line ends after it. */
  | { readonly kind: 'mark'; readonly text: string; readonly title: string; readonly breaks: boolean }

/** What of a long content is shown; how many bytes its middle has that is not. */
export interface VisibleContent {
  readonly start: readonly VisiblePiece[]
  readonly hiddenBytes: number
  readonly end: readonly VisiblePiece[]
}

const SHOWN_START = 6_000
/** The last bytes tell of a newline that was added or lost. */
const SHOWN_END = 300

/** Bytes as text in which nothing is invisible. `limit`: bytes shown of the start; a long middle is left out. */
export function visibleContent(bytes: Uint8Array, limit = SHOWN_START): VisibleContent {
  if (bytes.length <= limit + SHOWN_END) return { start: visibleBytes(bytes), hiddenBytes: 0, end: [] }
  const from = characterStart(bytes, limit)
  const to = characterStart(bytes, bytes.length - SHOWN_END)
  return {
    start: visibleBytes(bytes.subarray(0, from)),
    hiddenBytes: to - from,
    end: visibleBytes(bytes.subarray(to)),
  }
}

/** Bytes that are not UTF-8 are spelled out one by one. */
export function visibleBytes(bytes: Uint8Array): VisiblePiece[] {
  const text = utf8(bytes)
  return text === null ? bytePieces(bytes) : textPieces(text)
}

/**
 * Line ends with what is before them that nobody sees; then what a browser would not draw, or would obey: control
 * characters, spaces that are not U+0020, and what changes the direction of text.
 */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  /\r\n|[\u0000-\u001f\u007f-\u00a0\u00ad\u061c\u115f\u1160\u1680\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufff9-\ufffb]|\u034f| (?=[\r\n]|$)|^ /g

function textPieces(text: string): VisiblePiece[] {
  const pieces: VisiblePiece[] = []
  let at = 0
  for (const match of text.matchAll(INVISIBLE)) {
    if (match.index > at) pieces.push({ kind: 'text', text: text.slice(at, match.index) })
    pieces.push(markOf(match[0]))
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}

function markOf(invisible: string): VisiblePiece {
  const known = MARKS[invisible]
  if (known !== undefined) return { kind: 'mark', ...known }
  const code = (invisible.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return { kind: 'mark', text: `U+${code}`, title: `The character U+${code}, which is not seen`, breaks: false }
}

const MARKS: Readonly<Record<string, { text: string; title: string; breaks: boolean }>> = {
  '\r\n': { text: '\\r\\n', title: 'Carriage return and line feed (CRLF)', breaks: true },
  '\n': { text: '\\n', title: 'Line feed (LF)', breaks: true },
  '\r': { text: '\\r', title: 'Carriage return (CR)', breaks: false },
  '\t': { text: '\\t', title: 'Tab', breaks: false },
  ' ': { text: '·', title: 'Space', breaks: false },
  '\ufeff': { text: 'BOM', title: 'Byte order mark (U+FEFF)', breaks: false },
}

function bytePieces(bytes: Uint8Array): VisiblePiece[] {
  const pieces: VisiblePiece[] = []
  let ascii = ''
  const flush = () => {
    if (ascii !== '') pieces.push(...textPieces(ascii))
    ascii = ''
  }
  for (const byte of bytes) {
    if (byte < 0x80) {
      ascii += String.fromCharCode(byte)
      continue
    }
    flush()
    const hex = byte.toString(16).padStart(2, '0')
    pieces.push({ kind: 'mark', text: `\\x${hex}`, title: `The byte ${hex}, which is no UTF-8 here`, breaks: false })
  }
  flush()
  return pieces
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Not UTF-8: its bytes are shown instead.
    return null
  }
}

/** At or before a place, where a character of UTF-8 begins. */
function characterStart(bytes: Uint8Array, place: number): number {
  let at = place
  while (at > 0 && at > place - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}
