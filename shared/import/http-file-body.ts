import { headerFromText } from '../http/header-text.ts'
import { trimBlanks } from '../http/trim-blanks.ts'
import type { ReadNamedFile } from './shell/shell-command.ts'

interface BodyLine {
  readonly text: string
  readonly number: number
}

interface BodyParts {
  readonly contentType: string
  fill(line: BodyLine): string
  readonly readFile: ReadNamedFile
  /** A file that is not at hand. */
  needs(path: string): void
  warn(warning: string): void
}

/** The body of a request in a `.http` file; latin1. Lines end as its kind wants it, and blank ones at its end are none of it. */
export function httpFileBody(lines: ReadonlyArray<BodyLine>, parts: BodyParts): string {
  const kept = withoutHandlers(lines, parts)
  while (kept.at(-1)?.text.trim() === '') kept.pop()
  const pieces = kept.map((line) => contentOf(line, parts))
  const type = parts.contentType.toLowerCase()
  // A form may be written a field a line, and a part of a multipart body ends in CR LF.
  if (type.startsWith('application/x-www-form-urlencoded')) return pieces.map((piece) => piece.trim()).join('')
  if (type.startsWith('multipart/')) return pieces.length === 0 ? '' : `${pieces.join('\r\n')}\r\n`
  return pieces.join('\n')
}

/** Without what is about the response: `> {% … %}`, `> handler.js`, `>> file`, `<> file`. */
function withoutHandlers(lines: ReadonlyArray<BodyLine>, { warn }: BodyParts): BodyLine[] {
  const kept: BodyLine[] = []
  let isScript = false
  for (const line of lines) {
    if (isScript) {
      isScript = !line.text.includes('%}')
      continue
    }
    if (/^<>[ \t]/.test(line.text) || /^>>!?[ \t]/.test(line.text)) continue
    if (/^>[ \t]*(?:\{%|\S)/.test(line.text)) {
      warn(`What is to be done with the response (line ${line.number}) is left out.`)
      isScript = line.text.includes('{%') && !line.text.includes('%}')
      continue
    }
    kept.push(line)
  }
  return kept
}

/** A line as it is, or the file that it names: `< ./body.json`; `<@` fills in variables there, too. */
function contentOf(line: BodyLine, { fill, readFile, needs, warn }: BodyParts): string {
  const [start = '', at] = /^<(@\S*)?[ \t]+/.exec(line.text) ?? []
  const path = trimBlanks(line.text.slice(start.length))
  if (start === '' || path === '') return headerFromText(fill(line))
  const named = fill({ ...line, text: path })
  const content = readFile(named)
  if (content === null) {
    needs(named)
    warn(`The file ${named} is needed for the body (line ${line.number}).`)
    return ''
  }
  return at === undefined ? content : fill({ ...line, text: content })
}
