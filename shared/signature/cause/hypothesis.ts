import type { Changes, Fit } from './attempt.ts'
import type { Cause } from './cause.ts'

/** A guess at what went wrong, which is right if the signature fits once it is undone. */
export interface Hypothesis {
  readonly changes: Changes
  /** It puts another time into the request: how old that is says nothing of the one that was received. */
  readonly guessesTime?: boolean
  /** Said of it once it is proven. */
  readonly causes: ReadonlyArray<(fit: Fit) => Cause>
}

/** Two guesses at once. They have to change different things. */
export function together(left: Hypothesis, right: Hypothesis): Hypothesis {
  return { changes: { ...left.changes, ...right.changes }, causes: [...left.causes, ...right.causes] }
}
