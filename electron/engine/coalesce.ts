export interface Coalesced {
  /** Something happened: `work` follows within the window. */
  (): void
  /** Works now, for what must not wait, as an end. */
  flush(): void
  cancel(): void
}

/** A function that runs `work` at most once a window, always after the last call. */
export function coalesce(work: () => void, windowMs: number): Coalesced {
  let timer: NodeJS.Timeout | null = null
  const cancel = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
  }
  const flush = (): void => {
    cancel()
    work()
  }
  const schedule = (): void => {
    timer ??= setTimeout(flush, windowMs)
  }
  return Object.assign(schedule, { flush, cancel })
}
