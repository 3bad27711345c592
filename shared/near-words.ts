/** Those of the words that are most like this one, the nearest first: what may have been meant. */
export function nearWords(word: string, words: Iterable<string>, limit: number): string[] {
  const wanted = word.toLowerCase()
  return [...new Set(words)]
    .map((other) => ({ other, distance: distanceOf(wanted, other.toLowerCase()) }))
    .filter(({ distance }) => distance < 1)
    .sort((left, right) => left.distance - right.distance || (left.other < right.other ? -1 : 1))
    .slice(0, limit)
    .map(({ other }) => other)
}

/** Less than 1 for words that have something in common. */
function distanceOf(left: string, right: string): number {
  if (left !== '' && (right.includes(left) || left.includes(right))) return 0.5 - Math.min(left.length, 99) / 1000
  return (editsBetween(left, right) * 2) / Math.max(left.length, right.length, 1)
}

/** Characters to change, add or leave out (Levenshtein). */
export function editsBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    const next = [i]
    for (let j = 1; j <= right.length; j++) {
      const change = (row[j - 1] as number) + (left[i - 1] === right[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[right.length] as number
}
