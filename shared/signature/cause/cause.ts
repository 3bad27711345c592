import type { CauseCode } from './cause-codes.ts'

/** Why a check failed. Never holds a secret; what it quotes comes from the capture. */
export interface Cause {
  readonly code: CauseCode
  /** `proven`: with this undone, the received signature fits. `seen`: read off the request. */
  readonly certainty: 'proven' | 'seen'
  /** One plain sentence. */
  readonly sentence: string
  readonly evidence: ReadonlyArray<string>
  /** What to do about it. */
  readonly nextStep: string
}
