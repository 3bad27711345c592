import type { Changes, Fit } from './attempt.ts'
import type { Cause } from './cause.ts'

/** A guess at what went wrong, which is right if the signature fits once it is undone. */
export interface Hypothesis {
  readonly changes: Changes
  /** Said of it once it is proven. */
  readonly causes: ReadonlyArray<(fit: Fit) => Cause>
}

/** Two guesses at once. They have to change different things. */
export function together(left: Hypothesis, right: Hypothesis): Hypothesis {
  return { changes: { ...left.changes, ...right.changes }, causes: [...left.causes, ...right.causes] }
}
