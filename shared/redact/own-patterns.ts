import { RE2JS, RE2JSException } from 're2js'
import { AppError } from '../contract/errors.ts'
import { headerText } from '../http/header-text.ts'
import type { OwnPattern } from './redaction-rules.ts'
import type { Span } from './span.ts'

/** The user's patterns, ready to be looked for. They take linear time whatever they and the text are (RE2). */
export class OwnPatterns {
  readonly #compiled: ReadonlyArray<RE2JS>

  /** Throws `AppError` that names the pattern which is none. */
  constructor(patterns: ReadonlyArray<OwnPattern>) {
    this.#compiled = patterns.map(compilePattern)
  }

  /** In a text of latin1, which patterns see as the UTF-8 that it is. */
  find(text: string): Span[] {
    if (this.#compiled.length === 0) return []
    const seen = headerText(text)
    // Characters are more bytes than one: where they begin has to be counted.
    const offsets = seen.length === text.length ? null : byteOffsets(seen)
    return this.#compiled.flatMap((pattern) => matchesOf(pattern, seen, offsets))
  }
}

export function compilePattern({ name, pattern, ignoreCase }: OwnPattern): RE2JS {
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw new AppError('invalid-input', `The pattern "${name}" cannot be read: ${error.message}. See RE2's syntax.`)
  }
}

function matchesOf(pattern: RE2JS, text: string, offsets: ReadonlyArray<number> | null): Span[] {
  const found: Span[] = []
  const matcher = pattern.matcher(text)
  while (matcher.find()) {
    const [start, end] = [matcher.start(), matcher.end()]
    // An empty match takes nothing out.
    if (end <= start) continue
    found.push({ start: offsets?.[start] ?? start, end: offsets?.[end] ?? end, kind: 'pattern' })
  }
  return found
}

function byteOffsets(text: string): number[] {
  const offsets: number[] = []
  let at = 0
  for (let index = 0; index < text.length; index++) {
    offsets.push(at)
    const code = text.charCodeAt(index)
    // Of a pair of surrogates the first counts for four bytes, and the second for none.
    at +=
      code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xdc00 && code < 0xe000 ? 0 : code >= 0xd800 && code < 0xdc00 ? 4 : 3
  }
  offsets.push(at)
  return offsets
}
