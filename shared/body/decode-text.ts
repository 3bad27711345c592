/** Text, what it was read as, and why that is not simply what the sender said. */
export interface DecodedText {
  readonly text: string
  readonly charset: string
  readonly note: string | null
  /** Every byte counted: none is shown as �. */
  readonly isWhole: boolean
}

/** What is needed of a `TextDecoder`, which the language itself does not have. Making one throws for an unknown label. */
export type MakeTextDecoder = (
  label: string,
  options: { fatal: boolean },
) => { readonly encoding: string; decode(bytes: Uint8Array): string }

/** Has a character for every byte. */
const SINGLE_BYTES = 'windows-1252'

/** Reads bytes as the declared charset; else, or if that is unknown, as UTF-8; else as windows-1252, which takes any byte. */
export function decodeText(bytes: Uint8Array, declared: string | undefined, makeDecoder: MakeTextDecoder): DecodedText {
  const marked = byteOrderMark(bytes)
  if (marked !== null) return decodeAs(bytes, marked, makeDecoder, noteOfMark(marked, declared))
  const charset = declared === undefined ? null : encodingOf(declared, makeDecoder)
  if (charset !== null) return decodeAs(bytes, charset, makeDecoder, null)
  const guessed = decodeGuessed(bytes, makeDecoder)
  if (declared === undefined) return guessed
  return { ...guessed, note: `The charset “${declared}” is unknown; read as ${guessed.charset}.` }
}

/** One character for each byte, whatever they are meant to be. */
export function decodeSingleBytes(bytes: Uint8Array, makeDecoder: MakeTextDecoder): string {
  return makeDecoder(SINGLE_BYTES, { fatal: false }).decode(bytes)
}

/** The charset of the mark that the bytes begin with. */
export function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

function decodeAs(bytes: Uint8Array, charset: string, makeDecoder: MakeTextDecoder, note: string | null): DecodedText {
  try {
    return { text: makeDecoder(charset, { fatal: true }).decode(bytes), charset, note, isWhole: true }
  } catch {
    // Show what can be shown, and say that some of it could not.
    const text = makeDecoder(charset, { fatal: false }).decode(bytes)
    return { text, charset, note: `Some bytes are no valid ${charset}; they are shown as �.`, isWhole: false }
  }
}

function decodeGuessed(bytes: Uint8Array, makeDecoder: MakeTextDecoder): DecodedText {
  const charset = 'utf-8'
  try {
    return { text: makeDecoder(charset, { fatal: true }).decode(bytes), charset, note: null, isWhole: true }
  } catch {
    const note = `The bytes are no valid UTF-8; read as ${SINGLE_BYTES}.`
    return { text: decodeSingleBytes(bytes, makeDecoder), charset: SINGLE_BYTES, note, isWhole: true }
  }
}

function encodingOf(label: string, makeDecoder: MakeTextDecoder): string | null {
  try {
    return makeDecoder(label, { fatal: false }).encoding
  } catch {
    // A label that nobody knows.
    return null
  }
}

function noteOfMark(marked: string, declared: string | undefined): string | null {
  if (declared === undefined || declared.toLowerCase().startsWith(marked.slice(0, 6))) return null
  return `The sender said ${declared}, but the bytes begin with the mark of ${marked}.`
}
