interface Behind {
  /** One part in so many of the time is worked. */
  readonly parts: number
  readonly mostMs: number
}

/** Short enough that a verdict is not missed for long once captures come slower. */
const SOMEBODY_WAITS: Behind = { parts: 17, mostMs: 500 }
/** With two of them, a twenty-fifth of one processor: senders and the receiver share two, and want both. */
const NOBODY_WAITS: Behind = { parts: 49, mostMs: 2500 }

/**
 * How long work behind the receiver rests after a piece of so many ms, while captures come faster than it goes: the
 * processor is theirs, and what waits is caught up with when they stop. `nobodyWaits`: as for `giveWayToReceiver`.
 */
export function floodPauseMs(workedMs: number, { nobodyWaits = false } = {}): number {
  const { parts, mostMs } = nobodyWaits ? NOBODY_WAITS : SOMEBODY_WAITS
  return Math.min(mostMs, workedMs * (parts - 1))
}
