import type { Gram } from '../searched-text/grams.ts'
import { GRAM_COUNT } from '../searched-text/grams.ts'

/** A count of 16 bits must hold them, and those of a batch more. */
const LATER_LOOKS = 60_000
/** Captures that are looked at before it is said what most have. */
const FIRST_LOOK = 2048
/** A gram that so many have tells little: it would cost as much as one that few have. */
const COMMON_SHARE = 2 / 3
/** So much of the choice must have changed for another to pay. */
const CHANGED_SHARE = 0.25

/**
 * Says which grams most captures have (`"id":`, `content-type`), so that the index need not hold them: it is half as large
 * without. What they are is seen from the captures, and changes with them.
 */
export class LeftOutGrams {
  private readonly counts = new Uint16Array(GRAM_COUNT)
  private seen = 0
  private nextLook: number
  private current: ReadonlyArray<Gram>

  constructor(current: ReadonlyArray<Gram>) {
    this.current = current
    this.nextLook = current.length === 0 ? FIRST_LOOK : LATER_LOOKS
  }

  count(grams: Uint32Array): void {
    for (const gram of grams) this.counts[gram] = (this.counts[gram] as number) + 1
    this.seen++
  }

  /** Another choice, if there is reason for one. */
  change(): ReadonlyArray<Gram> | null {
    if (this.seen < this.nextLook) return null
    const common = this.common()
    this.counts.fill(0)
    this.seen = 0
    this.nextLook = LATER_LOOKS
    if (!differs(this.current, common)) return null
    this.current = common
    return common
  }

  private common(): Gram[] {
    const least = this.seen * COMMON_SHARE
    const common: Gram[] = []
    for (let gram = 0; gram < GRAM_COUNT; gram++) if ((this.counts[gram] as number) > least) common.push(gram)
    return common
  }
}

function differs(one: ReadonlyArray<Gram>, other: ReadonlyArray<Gram>): boolean {
  const had = new Set(one)
  const kept = other.filter((gram) => had.has(gram)).length
  const all = one.length + other.length - kept
  return all - kept > all * CHANGED_SHARE
}
