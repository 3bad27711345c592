import type { ReplayRun } from './replay-request.ts'

/**
 * The later of two states of one run. They come by calls and by events, and the answer to a call may be older than an
 * event that overtook it. A run that has ended does not run again, and what it has done is never undone.
 */
export function laterRun(one: ReplayRun, other: ReplayRun): ReplayRun {
  if (hasEnded(one) !== hasEnded(other)) return hasEnded(one) ? one : other
  return doneOf(one) > doneOf(other) ? one : other
}

function hasEnded({ state }: ReplayRun): boolean {
  return state !== 'running'
}

function doneOf({ answered, failed }: ReplayRun): number {
  return answered + failed
}
