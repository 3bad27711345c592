import { type Change, type ChangeCounts, type Comparison, LISTED_CHANGES } from './comparison.ts'

const LONGEST_SHOWN = 2_000

type DescribedChange = Omit<Change, 'kind' | 'ignoredBy' | 'isHex'> & { readonly isHex?: boolean }

/** Gathers what differs: counts all of it, and lists as much as anybody would read. */
export class ChangeList {
  readonly #changes: Change[] = []
  readonly #notes = new Set<string>()
  readonly #counts: Record<keyof ChangeCounts, number> = { changed: 0, added: 0, removed: 0, moved: 0, ignored: 0 }
  readonly #hidden = new Map<string, number>()

  /** `describe` is asked only for what is listed. */
  add(kind: Change['kind'], ignoredBy: string | null, describe: () => DescribedChange): void {
    this.#counts[ignoredBy === null ? kind : 'ignored']++
    if (ignoredBy !== null) this.#hide(ignoredBy, 1)
    if (this.#isFull()) return
    const change = describe()
    this.#changes.push({
      isHex: false,
      ...change,
      kind,
      ignoredBy,
      left: cut(change.left),
      right: cut(change.right),
    })
  }

  /** All that another comparison found, of a part of what is compared here. */
  absorb({ counts, hidden, changes, notes }: Comparison, within: (text: string) => string): void {
    for (const key of Object.keys(this.#counts) as Array<keyof ChangeCounts>) this.#counts[key] += counts[key]
    for (const { rule, differences } of hidden) this.#hide(rule, differences)
    for (const note of notes) this.note(within(note))
    for (const change of changes) {
      if (this.#isFull()) return
      this.#changes.push({ ...change, where: within(change.where), from: change.from && within(change.from) })
    }
  }

  note(text: string): void {
    this.#notes.add(text)
  }

  comparison(how: Comparison['how']): Comparison {
    const hidden = [...this.#hidden].map(([rule, differences]) => ({ rule, differences }))
    return { how, counts: this.#counts, hidden, changes: this.#changes, notes: [...this.#notes] }
  }

  #hide(rule: string, differences: number): void {
    this.#hidden.set(rule, (this.#hidden.get(rule) ?? 0) + differences)
  }

  #isFull(): boolean {
    if (this.#changes.length < LISTED_CHANGES) return false
    this.note(`Only the first ${LISTED_CHANGES} differences are listed; all are counted.`)
    return true
  }
}

function cut(text: string | null): string | null {
  if (text === null || text.length <= LONGEST_SHOWN) return text
  return `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)`
}
