import type { ChangeCounts } from './comparison.ts'

const WORDS = ['changed', 'added', 'removed', 'moved', 'ignored'] as const

/** `3 changed, 1 added, 2 ignored`. */
export function summaryLine(counts: ChangeCounts): string {
  const said = WORDS.filter((word) => counts[word] > 0).map((word) => `${counts[word]} ${word}`)
  if (said.length === 0) return 'no difference'
  const counted = WORDS.some((word) => word !== 'ignored' && counts[word] > 0)
  return counted ? said.join(', ') : `no difference but ${said.join(', ')}`
}
