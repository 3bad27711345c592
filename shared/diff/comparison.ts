export type ChangeKind = 'changed' | 'added' | 'removed' | 'moved'

/** One difference, as it is shown and printed. */
export interface Change {
  readonly kind: ChangeKind
  /** By a rule: it does not count. */
  readonly ignored: boolean
  /** On the right; of what was removed, on the left. A JSON pointer, a name, a line, or an offset. */
  readonly where: string
  /** Where it was on the left, if that is another place. */
  readonly from: string | null
  /** As it is written there, cut where it is very long; null: it is not there. */
  readonly left: string | null
  readonly right: string | null
}

export type ChangeCounts = Readonly<Record<ChangeKind | 'ignored', number>>

/** What differs between two of something. */
export interface Comparison {
  readonly how: 'json' | 'pairs' | 'lines' | 'bytes'
  readonly counts: ChangeCounts
  /** In order; at most `LISTED_CHANGES`, while `counts` has all. */
  readonly changes: ReadonlyArray<Change>
  /** What one must know to trust it, such as why it was not compared by structure. */
  readonly notes: ReadonlyArray<string>
}

export const LISTED_CHANGES = 10_000

/** Whether nothing differs that counts. */
export function isSame({ counts }: Comparison): boolean {
  return counts.changed + counts.added + counts.removed + counts.moved === 0
}
