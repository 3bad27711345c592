import type { LateEdits } from './late-edits.ts'
import type { RedactionKind } from './redaction-kind.ts'
import type { Edit } from './span.ts'

/** A value whose name may stand behind it. */
export interface UnnamedValue {
  readonly start: number
  readonly end: number
  /** What is to be written if it is of a kind; null: it is none, and stays. */
  readonly editsAs: (kind: RedactionKind) => ReadonlyArray<Edit> | null
}

/** So many are remembered until a label tells. */
const MOST = 16

/** Values in an object or an element in front of what tells of them: `"value": "a=b", "name": "Cookie"`. */
export class UnnamedValues {
  #values: UnnamedValue[] = []

  add(value: UnnamedValue): void {
    if (this.#values.length < MOST) this.#values.push(value)
  }

  /** Now they have a name. Each is named once. */
  name(kind: RedactionKind, late: LateEdits): void {
    for (const { start, end, editsAs } of this.#values) {
      const edits = editsAs(kind)
      if (edits !== null) late.add(start, end, edits)
    }
    this.forget()
  }

  forget(): void {
    this.#values = []
  }
}
