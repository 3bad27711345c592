import os from 'node:os'

const CHECK_MS = 1_000
/** A timer that is later than this, by the clock on the wall, was asleep. */
const LATE_MS = 5_000

export interface WakeWatchOptions {
  /** The machine slept, or its network addresses changed: connections may be dead without a word. */
  readonly onWake: (why: 'slept' | 'network') => void
  readonly now?: () => number
  /** The machine's addresses, as a text that changes with them. */
  readonly addresses?: () => string
}

/** Notices, without help from the desktop, what usually kills connections. Returns a function that ends it. */
export function watchForWaking({ onWake, now = Date.now, addresses = ownAddresses }: WakeWatchOptions): () => void {
  let lastTick = now()
  let lastAddresses = addresses()
  const timer = setInterval(() => {
    const tick = now()
    const current = addresses()
    const slept = tick - lastTick > CHECK_MS + LATE_MS
    const moved = current !== lastAddresses
    lastTick = tick
    lastAddresses = current
    if (slept) onWake('slept')
    else if (moved) onWake('network')
  }, CHECK_MS)
  timer.unref()
  return () => clearInterval(timer)
}

function ownAddresses(): string {
  try {
    return Object.entries(os.networkInterfaces())
      .flatMap(([name, list]) =>
        (list ?? []).filter(({ internal }) => !internal).map(({ address }) => `${name} ${address}`),
      )
      .sort()
      .join('\n')
  } catch {
    // A system that does not tell its interfaces has none that could change.
    return ''
  }
}
