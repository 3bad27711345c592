import { trimBlanks } from '../http/trim-blanks.ts'
import type { ExpansionBudget } from './expansion-budget.ts'
import { dynamicValue } from './http-file-dynamic-values.ts'

/** What a `.http` file may ask for that is new each time. */
export interface HttpFileSource {
  readonly now: number
  readonly newId: () => string
}

const MOST_ROUNDS = 10
const LONGEST = 1024 * 1024
const LONGEST_NAME = 200
const NAMED = /\{\{([^{}\r\n]+)\}\}/g

/** `@name = value`; null if a line is none. */
export function variableOf(line: string): readonly [name: string, value: string] | null {
  const [start = '', name] = /^[ \t]*@([\w.-]{1,100})[ \t]*=/.exec(line) ?? []
  return name === undefined ? null : [name, trimBlanks(line.slice(start.length))]
}

/** `endless`: a name that stands for others without an end. */
export type FilledText =
  | { readonly text: string }
  | { readonly missing: string }
  | { readonly endless: string }
  | 'too much'

export class HttpFileVariables {
  readonly #values = new Map<string, string>()
  readonly #source: HttpFileSource
  readonly #budget: ExpansionBudget

  constructor(source: HttpFileSource, budget: ExpansionBudget) {
    this.#source = source
    this.#budget = budget
  }

  set(name: string, value: string): void {
    this.#values.set(name, value)
  }

  /** The text with `{{name}}` filled in, or the first name that cannot be. Values may name others. */
  fill(text: string): FilledText {
    let filled = text
    for (let round = 0; filled.includes('{{'); round++) {
      let missing: string | null = null
      const next = filled.replace(NAMED, (whole, between: string) => {
        const name = trimBlanks(between)
        if (name === '' || name.length > LONGEST_NAME) return whole
        const value = this.#valueOf(name)
        missing ??= value === null ? name : null
        return value ?? whole
      })
      if (missing !== null) return { missing }
      if (next === filled) break
      if (round === MOST_ROUNDS || next.length > text.length + LONGEST)
        return { endless: trimBlanks(/\{\{([^{}\r\n]+)\}\}/.exec(text)?.[1] ?? '') }
      if (!this.#budget.takeBytes(Math.max(0, next.length - filled.length))) return 'too much'
      filled = next
    }
    return { text: filled }
  }

  /** `{{%name}}` is the value percent-encoded, for a URL. */
  #valueOf(name: string): string | null {
    const value = this.#values.get(name.replace(/^%/, '')) ?? dynamicValue(name, this.#source)
    return value !== null && name.startsWith('%') ? encodeURIComponent(value.toWellFormed()) : value
  }
}
