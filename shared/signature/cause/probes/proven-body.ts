import { bodyDifference } from '../body-difference.ts'
import type { CauseCode } from '../cause-codes.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Subject } from '../subject.ts'

/** The guess that another body was signed. */
export function signedBody(
  subject: Subject,
  body: Uint8Array,
  said: { readonly code: CauseCode; readonly sentence: string; readonly nextStep: string },
): Hypothesis {
  return {
    changes: { body },
    causes: [(fit) => ({ ...said, certainty: 'proven', evidence: bodyDifference(subject, fit) })],
  }
}
