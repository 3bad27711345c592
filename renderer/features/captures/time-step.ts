/** How exact a filter such as `after:10m` is while it is looked at. */
export const TIME_STEP_MS = 5_000
