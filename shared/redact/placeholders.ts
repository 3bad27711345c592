import { REDACTION_KINDS, type RedactionKind } from './redaction-kind.ts'

/** A short name that follows from a value under a key that nobody has later: 12 or more of a-z and 0-9. */
export type KeyedName = (value: string) => string

const KINDS = [...REDACTION_KINDS.map(({ kind }) => kind), 'pattern'].join('|')
const NAME = `(?:${KINDS})-[0-9a-z]{1,40}`
const ANY = new RegExp(`\\[${NAME}\\]`, 'g')
/** As it stands in a URL or form, too. */
const SHOWN = new RegExp(`(?:\\[|%5B)${NAME}(?:\\]|%5D)`, 'g')
const HERE = new RegExp(ANY.source, 'y')
const WHOLE = new RegExp(`^${ANY.source}$`)

/** Whether a text is what redaction left. */
export function isPlaceholder(text: string): boolean {
  return WHOLE.test(text)
}

/** Where the placeholder ends that begins there; null: none does. */
export function endOfPlaceholder(text: string, at: number): number | null {
  HERE.lastIndex = at
  return HERE.test(text) ? HERE.lastIndex : null
}

/** Where placeholders stand for the eye, in URLs too. */
export function shownPlaceholdersIn(text: string): Array<{ start: number; end: number }> {
  return [...text.matchAll(SHOWN)].map((found) => ({ start: found.index, end: found.index + found[0].length }))
}

/** Where placeholders stand: what was redacted once is not looked at again. */
export function placeholdersIn(text: string): Array<{ start: number; end: number }> {
  if (!text.includes('[')) return []
  return [...text.matchAll(ANY)].map((found) => ({ start: found.index, end: found.index + found[0].length }))
}

const MOST_VALUES = 100_000
const LONGEST_KEPT = 200

/**
 * The same value always gets the same placeholder, `[email-1]`. Values that were seen are remembered up to a limit, so that
 * an export of any length needs the same memory; those after it are named by a keyed hash, `[email-x…]`.
 */
export class Placeholders {
  readonly #keyedName: KeyedName
  readonly #known = new Map<string, string>()
  readonly #counts = new Map<RedactionKind, number>()

  constructor(keyedName: KeyedName) {
    this.#keyedName = keyedName
  }

  of(kind: RedactionKind, value: string): string {
    const key = value.length > LONGEST_KEPT ? `\0${this.#keyedName(value)}` : value
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    if (this.#known.size >= MOST_VALUES) return `[${kind}-x${this.#keyedName(value)}]`
    this.#counts.set(kind, count)
    const placeholder = `[${kind}-${count}]`
    this.#known.set(key, placeholder)
    return placeholder
  }
}
