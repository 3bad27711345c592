import type { HeaderPair } from '../http/header-pairs.ts'
import { trimBlanks } from '../http/trim-blanks.ts'

/** Headers as they are written, a line each, or in several that begin with a blank, as old senders do it (RFC 9112, 5.2). */
export class HeaderLines {
  /** In pieces, since joining each to the ones before it would take quadratic time. */
  private readonly headers: Array<{ readonly name: string; readonly pieces: string[] }> = []

  /** False: the line is no header. */
  take(line: string): boolean {
    const last = this.headers.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.pieces.push(trimBlanks(line))
      return true
    }
    const [start = '', name] = /^([!#$%&'*+.^_`|~\w-]+):/.exec(line) ?? []
    if (name === undefined) return false
    this.headers.push({ name, pieces: [trimBlanks(line.slice(start.length))] })
    return true
  }

  pairs(): HeaderPair[] {
    return this.headers.map(({ name, pieces }) => [name, pieces.filter((piece) => piece !== '').join(' ')])
  }
}
