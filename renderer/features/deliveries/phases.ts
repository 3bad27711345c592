import type { DeliveryTimings } from '../../../shared/delivery/delivery.ts'

export interface Phase {
  readonly name: 'DNS' | 'Connect' | 'TLS' | 'First byte' | 'Body'
  /** How long it took by itself. */
  readonly ms: number
}

/** The phases that happened, one after the other. The timings count from the beginning; a phase is the time since the one before. */
export function phasesOf(timings: DeliveryTimings): Phase[] {
  const ends: ReadonlyArray<readonly [Phase['name'], number | null]> = [
    ['DNS', timings.dns],
    ['Connect', timings.connect],
    ['TLS', timings.tls],
    ['First byte', timings.firstByte],
    // Without a first byte there was no body: the rest was waiting for one.
    ['Body', timings.firstByte === null ? null : timings.total],
  ]
  const phases: Phase[] = []
  let before = 0
  for (const [name, end] of ends) {
    if (end === null) continue
    phases.push({ name, ms: Math.max(0, end - before) })
    before = Math.max(before, end)
  }
  return phases
}
