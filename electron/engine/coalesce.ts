/** A function that runs `work` at most once a window, always after the last call. */
export function coalesce(work: () => void, windowMs: number): { (): void; cancel(): void } {
  let timer: NodeJS.Timeout | null = null
  const schedule = (): void => {
    timer ??= setTimeout(() => {
      timer = null
      work()
    }, windowMs)
  }
  return Object.assign(schedule, {
    cancel: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  })
}
