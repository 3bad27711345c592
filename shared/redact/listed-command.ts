import { CommandWords, type ReadValue } from './command-words.ts'
import type { RedactionKind } from './redaction-kind.ts'
import { isVariable } from './shown-value.ts'

/** A list that may be the words of a command, word by word: `["mysql", "-psecret"]`. */
export class ListedCommand {
  readonly #words = new CommandWords()
  /** How the next word is read, as the option in front of it says. */
  #readNext: ReadValue | null = null

  /** From where on the next word has to go, and as what; null: it shows no password. */
  secretIn(word: string): { readonly start: number; readonly kind: RedactionKind } | null {
    const readThis = this.#readNext
    this.#readNext = null
    if (readThis !== null) return shownSecret(word, 0, readThis)
    const option = this.#words.option(word)
    if (option === null) return null
    if (option.attachedAt !== null) return shownSecret(word, option.attachedAt, option.read)
    this.#readNext = option.read
    return null
  }
}

function shownSecret(word: string, from: number, read: ReadValue) {
  const secret = read(word.slice(from))
  if (secret === null) return null
  const start = from + secret.start
  return isVariable(word.slice(start)) ? null : { start, kind: secret.kind }
}
