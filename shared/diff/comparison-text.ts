import type { Change, Comparison } from './comparison.ts'
import { summaryLine } from './summary-line.ts'

const SIGNS = { changed: '~', added: '+', removed: '-', moved: '>' } as const

/** A comparison as plain text: its summary, what to know of it, and a few lines for each difference. */
export function comparisonText(title: string, comparison: Comparison): string {
  const { counts, notes, changes } = comparison
  return [
    `${title}: ${summaryLine(counts)}`,
    ...notes.map((note) => `  (${note})`),
    ...changes.flatMap(changeLines),
  ].join('\n')
}

function changeLines({ kind, ignoredBy, where, from, left, right }: Change): string[] {
  const place = from === null ? where : `${from} → ${where}`
  const lines = [
    `  ${SIGNS[kind]} ${place === '' ? '(all of it)' : place}${ignoredBy === null ? '' : ` (ignored by ${ignoredBy})`}`,
  ]
  // What only moved is the same on both sides.
  if (kind === 'moved') return lines
  if (left !== null) lines.push(...left.split('\n').map((line) => `      - ${line}`))
  if (right !== null) lines.push(...right.split('\n').map((line) => `      + ${line}`))
  return lines
}
