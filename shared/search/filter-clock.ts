/** When and where a filter is read. */
export interface FilterClock {
  /** What `10m` counts from, in unix ms. */
  readonly now: number
  /** Whose days and clock are meant, as an IANA name. */
  readonly zone: string
}

/** For where what is read is written down again, and no time is asked. */
export const NO_CLOCK: FilterClock = { now: 0, zone: 'UTC' }

/** The clock of whoever made a filter, if that is told; else the one given. */
export function clockOf({ zone }: { readonly zone?: string | undefined }, clock: FilterClock): FilterClock {
  return zone === undefined ? clock : { ...clock, zone }
}
