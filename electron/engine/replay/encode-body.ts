import iconv from 'iconv-lite'
import { AppError } from '../../../shared/contract/errors.ts'

/** The bytes of an edited text in its charset. A character that the charset lacks is an error, never a silent `?`. */
export function encodeBody(text: string, charset = 'utf-8'): Uint8Array {
  if (!iconv.encodingExists(charset)) {
    throw new AppError(
      'invalid-input',
      `The charset ${JSON.stringify(charset)} is not known. Choose another, such as utf-8, and correct the Content-Type.`,
    )
  }
  const bytes = iconv.encode(text, charset)
  if (text.isWellFormed() && survives(text, bytes, charset)) return bytes
  const lost = firstLost(text, charset)
  if (lost === null) return bytes
  throw new AppError(
    'invalid-input',
    `The body has ${lost.name} (line ${lost.line}, column ${lost.column}), which ${charset} cannot encode. Remove it, or choose utf-8.`,
  )
}

function survives(text: string, bytes: Buffer, charset: string): boolean {
  return iconv.decode(bytes, charset, { stripBOM: false }).replace(/^\ufeff/, '') === text.replace(/^\ufeff/, '')
}

function firstLost(text: string, charset: string): { name: string; line: number; column: number } | null {
  let line = 1
  let column = 1
  for (const character of text) {
    const lone = !character.isWellFormed()
    if (lone || !survives(character, iconv.encode(character, charset), charset)) {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      const name = lone
        ? `half of a character (the lone surrogate U+${code})`
        : `the character ${character} (U+${code})`
      return { name, line, column }
    }
    column++
    if (character === '\n') {
      line++
      column = 1
    }
  }
  return null
}
