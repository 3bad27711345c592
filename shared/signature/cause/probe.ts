import type { Hypothesis } from './hypothesis.ts'
import type { Subject } from './subject.ts'

/** One family of guesses. */
export interface Probe {
  /** What is ruled out when none of them fits: `a newline added or lost at the end of the body`. */
  readonly about: string
  applies(subject: Subject): boolean
  /** Takes the body apart, which is not done above `PARSED_BYTES`. */
  readonly parses?: boolean
  /** The likely ones first. Made one by one, so that an early end costs nothing. */
  hypotheses(subject: Subject): Iterable<Hypothesis>
}

/** Larger bodies are not parsed for a diagnosis. */
export const PARSED_BYTES = 1024 * 1024
