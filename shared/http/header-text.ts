/**
 * A latin1 string (one character a byte) as people meant it: UTF-8 where the bytes are valid UTF-8, else as it is.
 * Many senders put UTF-8 into headers and targets, though HTTP promises no charset.
 */
export function headerText(value: string): string {
  if (isAscii(value)) return value
  try {
    return decodeURIComponent(percentEncodeBytes(value))
  } catch {
    // Not UTF-8, so latin1 it is.
    return value
  }
}

/** The latin1 string for text that a person typed: its UTF-8 bytes, one character each. */
export function headerFromText(text: string): string {
  if (isAscii(text)) return text
  return encodeURIComponent(text.toWellFormed()).replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}

/** Undoes `%41` (and, in forms, `+`) and reads the bytes as `headerText` does. Never throws; a stray `%` stays. */
export function percentDecoded(raw: string, options: { plusIsSpace: boolean }): string {
  const spaced = options.plusIsSpace ? raw.replaceAll('+', ' ') : raw
  if (!spaced.includes('%')) return headerText(spaced)
  return headerText(
    spaced.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  )
}

function isAscii(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant, control characters too.
  return /^[\x00-\x7f]*$/.test(value)
}

function percentEncodeBytes(value: string): string {
  // Characters above 0xff are no bytes; `encodeURIComponent` leaves the string invalid for them, as is right.
  return value.replace(/[%\u0080-\uffff]/g, (char) => {
    const code = char.charCodeAt(0)
    return code > 0xff ? '%FF' : `%${code.toString(16).padStart(2, '0')}`
  })
}
