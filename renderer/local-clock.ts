import type { FilterClock } from '../shared/search/filter-clock.ts'

/** The clock that the screen shows times by. */
export function localClock(): FilterClock {
  return { now: Date.now(), zone: localZone() }
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}
