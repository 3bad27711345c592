export type ChangeKind = 'changed' | 'added' | 'removed' | 'moved'

/** One difference, as it is shown and printed. */
export interface Change {
  readonly kind: ChangeKind
  /** The rule by which it does not count; null: it counts. */
  readonly ignoredBy: string | null
  /** The rule by which it would not count, in all items of an array alike; null: there is none for it. */
  readonly rule: string | null
  /** On the right; of what was removed, on the left. A JSON pointer, a name, a line, or an offset. */
  readonly where: string
  /** Where it was on the left, if that is another place. */
  readonly from: string | null
  /** As it is written there, cut where it is very long; null: it is not there. */
  readonly left: string | null
  readonly right: string | null
  /** Both are rows of a hex dump. */
  readonly isHex: boolean
}

export type ChangeCounts = Readonly<Record<ChangeKind | 'ignored', number>>

/** How many differences a rule hides. */
export interface HiddenCount {
  readonly rule: string
  readonly differences: number
}

/** What differs between two of something. */
export interface Comparison {
  readonly how: 'json' | 'pairs' | 'parts' | 'lines' | 'bytes'
  readonly counts: ChangeCounts
  /** By the rules that hide something; together they are `counts.ignored`. */
  readonly hidden: ReadonlyArray<HiddenCount>
  /** In order; at most `LISTED_CHANGES`, while `counts` has all. */
  readonly changes: ReadonlyArray<Change>
  /** What one must know to trust it, such as why it was not compared by structure. */
  readonly notes: ReadonlyArray<string>
}

export const LISTED_CHANGES = 10_000

/** Whether nothing differs that counts. */
export function isSame({ counts }: Comparison): boolean {
  return countedChanges(counts) === 0
}

export function countedChanges({ changed, added, removed, moved }: ChangeCounts): number {
  return changed + added + removed + moved
}
