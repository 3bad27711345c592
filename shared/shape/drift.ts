import type { ShapeChange } from './shape-change.ts'

/** What was so in fewer captures, or places, may as well be chance. */
export const DRIFT_EVIDENCE = 20
/** Where captures bring something new more often, that they differ is nothing new: about four in a short time. */
const MOST_RESTLESSNESS = 4
/** How fast it is forgotten: half of it within 14 captures. */
const REMEMBERED = 0.95

/** How often the last captures of a type brought something new; 0: none did. */
export function restlessnessAfter(restlessness: number, changes: ReadonlyArray<ShapeChange>): number {
  return restlessness * REMEMBERED + (changes.length > 0 ? 1 : 0)
}

/** The changes that a person should hear of; none while the captures of a type differ from each other all the time. */
export function driftOf(changes: ReadonlyArray<ShapeChange>, restlessness: number): ShapeChange[] {
  if (restlessness >= MOST_RESTLESSNESS) return []
  return changes.filter(({ seen }) => seen >= DRIFT_EVIDENCE)
}
