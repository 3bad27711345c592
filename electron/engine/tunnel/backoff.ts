/** How long to wait before each try to open a lost tunnel again; the last one for ever. */
const WAITS_MS = [0, 1_000, 2_000, 5_000, 10_000, 30_000] as const
/** So that all clients of a server that comes back do not return in the same moment. */
const JITTER = 0.2

/**
 * Before the try of this number, the first being 1. Never longer than the public URL is left unchecked, so that
 * whoever wants to know sooner is also helped sooner.
 */
export function backoffMs(attempt: number, probeMs: number, random: () => number): number {
  const wait = WAITS_MS[Math.min(attempt, WAITS_MS.length) - 1] ?? 0
  return Math.round(Math.min(wait, probeMs) * (1 - JITTER + 2 * JITTER * random()))
}
