import { type Change, type ChangeCounts, type Comparison, LISTED_CHANGES } from './comparison.ts'

const LONGEST_SHOWN = 2_000

/** Gathers what differs: counts all of it, and lists as much as anybody would read. */
export class ChangeList {
  readonly #changes: Change[] = []
  readonly #notes = new Set<string>()
  readonly #counts: Record<keyof ChangeCounts, number> = { changed: 0, added: 0, removed: 0, moved: 0, ignored: 0 }

  /** `describe` is asked only for what is listed. */
  add(kind: Change['kind'], ignored: boolean, describe: () => Omit<Change, 'kind' | 'ignored'>): void {
    this.#counts[ignored ? 'ignored' : kind]++
    if (this.#changes.length === LISTED_CHANGES) {
      this.note(`Only the first ${LISTED_CHANGES} differences are listed; all are counted.`)
      return
    }
    const change = describe()
    this.#changes.push({ ...change, kind, ignored, left: cut(change.left), right: cut(change.right) })
  }

  note(text: string): void {
    this.#notes.add(text)
  }

  comparison(how: Comparison['how']): Comparison {
    return { how, counts: this.#counts, changes: this.#changes, notes: [...this.#notes] }
  }
}

function cut(text: string | null): string | null {
  if (text === null || text.length <= LONGEST_SHOWN) return text
  return `${text.slice(0, LONGEST_SHOWN)}… (${text.length} characters)`
}
