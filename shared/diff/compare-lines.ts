import { ChangeList } from './change-list.ts'
import { commonSubsequence } from './common-subsequence.ts'
import type { Comparison } from './comparison.ts'

/** Lists of more fill the memory. */
export const MOST_LINES = 1_000_000

/** Compares texts line by line. Line ends count. */
export function compareLines(left: string, right: string): Comparison {
  const changes = new ChangeList()
  const numbers = new Map<string, number>()
  const lefts = left.split('\n')
  const rights = right.split('\n')
  const numbered = (line: string) => {
    const known = numbers.get(line) ?? numbers.size
    numbers.set(line, known)
    return known
  }
  const { pairs, isLongest } = commonSubsequence(lefts.map(numbered), rights.map(numbered))
  if (!isLongest) changes.note('The texts differ in too much to find the fewest changes; more are shown than need be.')
  let leftAt = 0
  let rightAt = 0
  for (const [leftEnd, rightEnd] of [...pairs, [lefts.length, rights.length] as const]) {
    const lines = Math.max(leftEnd - leftAt, rightEnd - rightAt)
    for (let by = 0; by < lines; by++) {
      const l = leftAt + by
      const r = rightAt + by
      const onLeft = l < leftEnd ? (lefts[l] ?? '') : null
      const onRight = r < rightEnd ? (rights[r] ?? '') : null
      const kind = onLeft === null ? 'added' : onRight === null ? 'removed' : 'changed'
      changes.add(kind, null, () => ({
        rule: null,
        where: `line ${(kind === 'removed' ? l : r) + 1}`,
        from: kind === 'changed' && l !== r ? `line ${l + 1}` : null,
        left: visibleEnd(onLeft, onRight),
        right: visibleEnd(onRight, onLeft),
      }))
    }
    leftAt = leftEnd + 1
    rightAt = rightEnd + 1
  }
  return changes.comparison('lines')
}

/** A carriage return is nothing to see, but where it is all that differs it must be. */
function visibleEnd(line: string | null, other: string | null): string | null {
  return line?.endsWith('\r') && other !== null && !other.endsWith('\r') ? `${line.slice(0, -1)}␍` : line
}
