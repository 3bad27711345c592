/** Captures that are looked at one by one after a slice ended the thread. */
const SINGLY = 200

/**
 * How far a slice may go. A capture that ends the thread must not keep all others from being learned from: where a slice did,
 * captures are taken one by one, until the one that does it is found, which is left out from then on.
 */
export class CarefulWay {
  private readonly left = new Set<number>()
  private singly: { readonly from: number; readonly to: number } | null = null

  /** Whether the next one is to be passed over. */
  leavesOut(seq: number): boolean {
    return this.left.has(seq)
  }

  /** The last that a slice may look at, which begins after one capture and would go up to another. */
  upTo(after: number, wanted: number): number {
    const { singly } = this
    if (singly !== null && after >= singly.from && after < singly.to) return after + 1
    const stops = [...this.left].filter((seq) => seq > after).map((seq) => seq - 1)
    if (singly !== null && after < singly.from) stops.push(singly.from)
    return Math.min(wanted, ...stops)
  }

  /** A slice ended the thread. */
  ended(after: number, upTo: number): void {
    if (upTo === after + 1) this.left.add(upTo)
    else this.singly = { from: after, to: after + SINGLY }
  }
}
