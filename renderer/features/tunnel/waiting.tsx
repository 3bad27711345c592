import { useNow } from '../../ui/use-now.ts'

const TICK_MS = 250

/** Counts down to the next try. */
export function NextTry({ at }: { readonly at: number | null }) {
  const now = useNow(TICK_MS)
  if (at === null || at <= now) return 'trying now…'
  return `next try in ${Math.ceil((at - now) / 1000)} s`
}

/** How long something has been going on; nothing in its first second. */
export function Elapsed({ since }: { readonly since: number }) {
  const seconds = Math.floor((useNow(TICK_MS) - since) / 1000)
  return seconds < 1 ? null : `${seconds} s`
}
