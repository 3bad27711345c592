import { AppError } from '../contract/errors.ts'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { HeaderLines } from './header-lines.ts'

/** Of a request line and its headers, without the blank line. */
const MOST_HEAD = 1024 * 1024
const LONGEST_LINE = 70_000
const REQUEST_LINE = /^([!#$%&'*+.^_`|~\w-]+) (\S+) HTTP\/(1\.[01]|[23](?:\.0)?)$/

export interface RawHead {
  readonly method: string
  readonly target: string
  /** As it is written: `1.1`, `2`. */
  readonly version: string
  readonly headers: HeaderPairs
  /** Where what stands behind its blank line begins; the end of the text if there is none. */
  readonly end: number
}

/** Whether a request line stands at this place of a text (latin1). */
export function isRequestLine(source: string, at = 0): boolean {
  return REQUEST_LINE.test(lineAt(source, at))
}

/** The head of the message that begins at `at`. Lines may end in LF. Throws `AppError` with the line, counted from `firstLine`. */
export function readRawHead(source: string, at: number, firstLine: number): RawHead {
  const blank = /\r?\n\r?\n/g
  blank.lastIndex = at
  const found = blank.exec(source)
  const headEnd = found?.index ?? source.length
  if (headEnd - at > MOST_HEAD) {
    const message = `At line ${firstLine}: the head of a request may have ${MOST_HEAD / 1024} KiB, and no empty line ends this one. Put one behind its headers.`
    throw new AppError('invalid-input', isRequestLine(source, at) ? message : noRequest(source, at, firstLine))
  }
  const [first = '', ...lines] = source.slice(at, headEnd).split(/\r?\n/)
  const [, method, target, version] = REQUEST_LINE.exec(first) ?? []
  if (method === undefined || target === undefined || version === undefined) {
    throw new AppError('invalid-input', noRequest(source, at, firstLine))
  }
  return {
    method,
    target,
    version,
    headers: readHeaders(lines, firstLine + 1),
    end: found === null ? source.length : headEnd + found[0].length,
  }
}

function readHeaders(lines: ReadonlyArray<string>, firstLine: number): HeaderPairs {
  const headers = new HeaderLines()
  for (const [index, line] of lines.entries()) {
    if (line === '' || headers.take(line)) continue
    throw new AppError('invalid-input', `At line ${firstLine + index}: expected "Name: value", found ${shown(line)}.`)
  }
  return headers.pairs()
}

function noRequest(source: string, at: number, line: number): string {
  return `At line ${line}: expected "POST /path HTTP/1.1", found ${shown(lineAt(source, at))}.`
}

function lineAt(source: string, at: number): string {
  return source.slice(at, at + LONGEST_LINE).split(/\r?\n/, 1)[0] ?? ''
}

function shown(line: string): string {
  return JSON.stringify(headerText(line.slice(0, 60)))
}
