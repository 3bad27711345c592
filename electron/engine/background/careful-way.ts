import { AppError } from '../../../shared/contract/errors.ts'
import { ThreadDeath } from '../threads/thread-death.ts'

/**
 * How to go on when a capture ends the thread that looks at it: it must not keep all others from being looked at. From then on
 * they are looked at one by one, until the one that does it is alone when it does. That one is left out.
 */
export class CarefulWay {
  private readonly singly: number
  private left = 0

  /** `singly`: captures that are looked at alone after one has ended the thread; as many as may have been looked at with it. */
  constructor(singly: number) {
    this.singly = singly
  }

  /** How many may be looked at next; undefined: as many as usual. */
  get most(): 1 | undefined {
    return this.left > 0 ? 1 : undefined
  }

  /** Asks the thread to look at so many at most. Where one alone ended it, `stepOver` leaves that one out; and it throws. */
  async look<Value>(
    ask: (most: 1 | undefined) => Promise<Value>,
    stepOver: () => void | Promise<void>,
  ): Promise<Value> {
    const { most } = this
    try {
      const value = await ask(most)
      if (most === 1) this.passed(1)
      return value
    } catch (error) {
      if (isOfCaptures(error) && this.ended(most)) await stepOver()
      throw error
    }
  }

  /** So many went well. */
  passed(count: number): void {
    this.left = Math.max(0, this.left - count)
  }

  /** The thread ended. True if it looked at one alone, which is to be left out. */
  ended(most = this.most): boolean {
    this.left = this.singly
    return most === 1
  }
}

/**
 * Whether the captures that were looked at are the reason. A thread that ended of another question says nothing of them, nor does
 * a disk that could not be read; damage that stays, or a bug that one of them meets, would keep all others from being looked at.
 */
function isOfCaptures(error: unknown): boolean {
  if (error instanceof ThreadDeath) return error.wasUnderWay
  if (error instanceof AppError) return false
  const code = String((error as { readonly code?: unknown } | null)?.code)
  return !code.startsWith('SQLITE_') || code.startsWith('SQLITE_CORRUPT')
}
