import { trimLines } from '../http/trim-blanks.ts'

/** Base64 in lines, as mail, Ruby and GitHub write it, or in one with a line end behind it. */
export interface FoldedBase64 {
  /** Without spaces and line ends. */
  readonly letters: string
  /** Other letters in lines of the same length, with the same around them. */
  readonly fold: (letters: string) => string
}

export function unfoldBase64(text: string): FoldedBase64 {
  const lines = trimLines(text)
  const start = text.indexOf(lines)
  const [before, after] = [text.slice(0, start), text.slice(start + lines.length)]
  const [end = ''] = BLANKS.exec(lines) ?? []
  const length = end === '' ? lines.length : lines.indexOf(end)
  return {
    letters: end === '' ? lines : lines.replace(new RegExp(BLANKS, 'g'), ''),
    fold: (letters) => before + (end === '' ? letters : inLines(letters, length).join(end)) + after,
  }
}

const BLANKS = /[ \t\r\n]+/

function inLines(letters: string, length: number): string[] {
  const lines: string[] = []
  for (let at = 0; at < letters.length; at += length) lines.push(letters.slice(at, at + length))
  return lines
}
