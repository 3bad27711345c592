import { dynamicValue } from './http-file-dynamic-values.ts'

/** What a `.http` file may ask for that is new each time. */
export interface HttpFileSource {
  readonly now: number
  readonly newId: () => string
}

const MOST_ROUNDS = 10
const LONGEST = 1024 * 1024

/** `@name = value`; null if a line is none. */
export function variableOf(line: string): readonly [name: string, value: string] | null {
  const [, name, value] = /^[ \t]*@([\w.-]{1,100})[ \t]*=[ \t]*(.*?)[ \t]*$/.exec(line) ?? []
  return name === undefined || value === undefined ? null : [name, value]
}

export class HttpFileVariables {
  readonly #values = new Map<string, string>()
  readonly #source: HttpFileSource

  constructor(source: HttpFileSource) {
    this.#source = source
  }

  set(name: string, value: string): void {
    this.#values.set(name, value)
  }

  /** The text with `{{name}}` filled in, or the first name that nothing in the file sets. Values may name others. */
  fill(text: string): { readonly text: string } | { readonly missing: string } | { readonly endless: string } {
    let filled = text
    for (let round = 0; filled.includes('{{'); round++) {
      let missing: string | null = null
      const next = filled.replace(/\{\{[ \t]*([^{}\r\n]{1,200}?)[ \t]*\}\}/g, (whole, name: string) => {
        const value = this.#valueOf(name)
        missing ??= value === null ? name : null
        return value ?? whole
      })
      if (missing !== null) return { missing }
      if (next === filled) break
      if (round === MOST_ROUNDS || next.length > LONGEST)
        return { endless: /\{\{[ \t]*([^{}\r\n]+?)[ \t]*\}\}/.exec(text)?.[1] ?? '' }
      filled = next
    }
    return { text: filled }
  }

  /** `{{%name}}` is the value for a URL. */
  #valueOf(name: string): string | null {
    const value = this.#values.get(name.replace(/^%/, '')) ?? dynamicValue(name, this.#source)
    return value !== null && name.startsWith('%') ? encodeURIComponent(value.toWellFormed()) : value
  }
}
