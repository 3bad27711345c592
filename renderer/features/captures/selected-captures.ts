import type { CaptureSummary } from '../../../shared/capture/capture.ts'

/** What actions on the selection act on. */
export interface SelectedCaptures {
  /** Those in view: rows of the list, in its order, and what the detail shows (last, if the list does not show it). */
  readonly captures: readonly CaptureSummary[]
  /** How many more are selected that the filter hides or that are not loaded. Nobody sees them, so no action touches them. */
  readonly unseen: number
}

/** `shown`: what the detail shows; null: nothing, or it lies behind the list. */
export function seenOf(
  selection: ReadonlySet<string>,
  rows: readonly CaptureSummary[],
  shown: CaptureSummary | null,
): SelectedCaptures {
  const captures = rows.filter((row) => selection.has(row.id))
  if (shown !== null && selection.has(shown.id) && !captures.some(({ id }) => id === shown.id)) captures.push(shown)
  return { captures, unseen: selection.size - captures.length }
}

/** What is shown once captures are gone: the next older one, else the next newer. */
export function neighbourOf(captures: readonly CaptureSummary[], rows: readonly CaptureSummary[]): string | null {
  const gone = new Set(captures.map(({ id }) => id))
  const last = rows.findLastIndex(({ id }) => gone.has(id))
  const first = rows.findIndex(({ id }) => gone.has(id))
  return (rows[last + 1] ?? rows[first - 1])?.id ?? null
}
