import type { FilterClock } from '../shared/search/filter-clock.ts'

/** The clock of this machine, for filters that nobody on a screen made. */
export function localClock(): FilterClock {
  return { now: Date.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }
}
