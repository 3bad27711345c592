import { RE2JS, RE2JSException } from 're2js'
import { AppError } from '../contract/errors.ts'
import type { OwnPattern } from './redaction-rules.ts'

/** Throws `AppError` that names the pattern, and where in it somebody has to look. */
export function compilePattern({ name, pattern, ignoreCase }: OwnPattern): RE2JS {
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const { problem, input } = partsOf(error)
    const at = placeOf(pattern, problem, input)
    const shown = input === null || input === pattern ? '' : ` (${input})`
    throw new AppError(
      'invalid-input',
      `The pattern "${name}" cannot be read at character ${at + 1}: ${problem}${shown}. See RE2's syntax.`,
    )
  }
}

/** RE2 says what it stumbled over, not where; of brackets it shows all there is. */
function placeOf(pattern: string, problem: string, input: string | null): number {
  if (/\bclosing \)|unexpected \)/.test(problem)) return lonelyBracket(pattern)
  if (input === null) return Math.max(0, pattern.length - 1)
  // Of a repetition of repetitions, the outer one is too much.
  return Math.max(0, /repeat count/.test(problem) ? pattern.lastIndexOf(input) : pattern.indexOf(input))
}

function partsOf(error: RE2JSException): { readonly problem: string; readonly input: string | null } {
  const { error: problem, input } = error as { readonly error?: unknown; readonly input?: unknown }
  return {
    problem: typeof problem === 'string' ? problem : error.message,
    input: typeof input === 'string' ? input : null,
  }
}

/** The `)` that closes nothing, else the last `(` that nothing closes. */
function lonelyBracket(pattern: string): number {
  const open: number[] = []
  let isClass = false
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '\\') at++
    else if (isClass) isClass = char !== ']'
    else if (char === '[') isClass = true
    else if (char === '(') open.push(at)
    else if (char === ')' && open.pop() === undefined) return at
  }
  return open.at(-1) ?? 0
}
