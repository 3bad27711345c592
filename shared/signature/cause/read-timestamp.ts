import { beyondLimit } from '../beyond-limit.ts'
import type { SignatureProblem, TimestampCheck } from '../signature-check.ts'
import type { Cause } from './cause.ts'

type TimestampProblem = Extract<SignatureProblem, { kind: 'timestamp-too-old' | 'timestamp-in-future' }>

/** Why a timestamp is not accepted; `fits` says that the signature itself is right. */
export function timestampCause(
  problem: TimestampProblem,
  timestamp: TimestampCheck | null,
  now: number,
  fits: boolean,
): Cause {
  const certainty = fits ? 'proven' : 'seen'
  const also = fits ? ['The signature itself is right.'] : []
  const evidence = timestamp === null ? also : [...also, `${timestamp.from} is ${timestamp.text}.`]
  const unit = timestamp === null ? null : unitMistake(timestamp, now)
  if (unit === 'milliseconds') {
    return {
      code: 'timestamp-in-milliseconds',
      certainty,
      sentence: 'The timestamp is in milliseconds, and the scheme wants seconds.',
      evidence,
      nextStep: 'Let the sender divide the time by 1000, and round it down, before it signs.',
    }
  }
  if (unit === 'seconds') {
    return {
      code: 'timestamp-in-seconds',
      certainty,
      sentence: 'The timestamp is in seconds, and the scheme wants milliseconds.',
      evidence,
      nextStep: 'Let the sender sign the time in milliseconds.',
    }
  }
  if (problem.kind === 'timestamp-too-old') {
    return {
      code: 'timestamp-too-old',
      certainty,
      sentence: `The timestamp was ${beyondLimit(problem.ageSeconds, 'old', problem.maxAgeSeconds)}`,
      evidence,
      nextStep:
        'Sign again before sending, and look whether a queue or a retry held the request back, or a clock is slow.',
    }
  }
  return {
    code: 'timestamp-in-future',
    certainty,
    sentence: `The timestamp was ${beyondLimit(problem.aheadSeconds, 'in the future', problem.maxFutureSeconds)}`,
    evidence,
    nextStep: 'Set the clocks of the sender and of this machine by a time server.',
  }
}

const A_WEEK = 7 * 86_400_000

/** A time that would be about now, were it in the other unit. */
function unitMistake({ at }: TimestampCheck, now: number): 'milliseconds' | 'seconds' | null {
  if (Math.abs(at / 1000 - now) < A_WEEK) return 'milliseconds'
  return Math.abs(at * 1000 - now) < A_WEEK ? 'seconds' : null
}
