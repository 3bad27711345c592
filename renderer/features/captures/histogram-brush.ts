/** Bars that are chosen: from where the choosing began to where it is now. */
export interface Brush {
  readonly start: number
  readonly end: number
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  PageUp: (at) => at - 10,
  PageDown: (at) => at + 10,
  Home: () => 0,
  End: (_at, last) => last,
}

/**
 * The brush after a key, null if the key does not move it. It begins with the newest bar; with Shift it grows, without it
 * is a single bar that moves.
 */
export function brushAfterKey(brush: Brush | null, key: string, extend: boolean, bars: number): Brush | null {
  const step = Object.hasOwn(STEPS, key) ? STEPS[key] : undefined
  if (step === undefined) return null
  const last = bars - 1
  if (brush === null) return { start: last, end: last }
  const end = Math.min(last, Math.max(0, step(brush.end, last)))
  return { start: extend ? brush.start : end, end }
}
