import { useSyncExternalStore } from 'react'

const query = matchMedia('(width <= 900px)')

/** Whether list and detail no longer fit side by side. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore((listener) => {
    query.addEventListener('change', listener)
    return () => query.removeEventListener('change', listener)
  }, isNarrow)
}

export function isNarrow(): boolean {
  return query.matches
}
