/** Text, what it was read as, and why that is not simply what the sender said. */
export interface DecodedText {
  readonly text: string
  readonly charset: string
  readonly note: string | null
}

/** Reads bytes as the declared charset; else, or if that is unknown, as UTF-8; else as windows-1252, which takes any byte. */
export function decodeText(bytes: Uint8Array, declared: string | undefined): DecodedText {
  const marked = byteOrderMark(bytes)
  if (marked !== null) return { text: decode(bytes, marked), charset: marked, note: noteOfMark(marked, declared) }
  const decoder = declared === undefined ? null : decoderOf(declared)
  if (decoder !== null) return decodeDeclared(bytes, decoder)
  const guessed = decodeGuessed(bytes)
  if (declared === undefined) return guessed
  return { ...guessed, note: `The charset “${declared}” is unknown; read as ${guessed.charset}.` }
}

function decodeDeclared(bytes: Uint8Array, decoder: TextDecoder): DecodedText {
  const charset = decoder.encoding
  try {
    return { text: decode(bytes, charset, true), charset, note: null }
  } catch {
    // Show what can be shown, and say that some of it could not.
    return { text: decode(bytes, charset), charset, note: `Some bytes are no valid ${charset}; they are shown as �.` }
  }
}

function decodeGuessed(bytes: Uint8Array): DecodedText {
  try {
    return { text: decode(bytes, 'utf-8', true), charset: 'utf-8', note: null }
  } catch {
    // Every byte is a character there.
    const text = decode(bytes, 'windows-1252')
    return { text, charset: 'windows-1252', note: 'The bytes are no valid UTF-8; read as windows-1252.' }
  }
}

function decode(bytes: Uint8Array, charset: string, fatal = false): string {
  return new TextDecoder(charset, { fatal }).decode(bytes)
}

function decoderOf(label: string): TextDecoder | null {
  try {
    return new TextDecoder(label)
  } catch {
    // A label that no browser knows.
    return null
  }
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function noteOfMark(marked: string, declared: string | undefined): string | null {
  if (declared === undefined || declared.toLowerCase().startsWith(marked.slice(0, 6))) return null
  return `The sender said ${declared}, but the bytes begin with the mark of ${marked}.`
}
