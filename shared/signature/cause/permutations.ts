/** Every order of some items with so many pairs the other way round than they are in. */
export function* permutationsAt<Item>(items: ReadonlyArray<Item>, swapped: number): Iterable<Item[]> {
  if (items.length < 2) {
    if (swapped === 0) yield [...items]
    return
  }
  const room = ((items.length - 1) * (items.length - 2)) / 2
  for (let first = Math.max(0, swapped - room); first < items.length && first <= swapped; first++) {
    const rest = items.toSpliced(first, 1)
    for (const others of permutationsAt(rest, swapped - first)) yield [items[first] as Item, ...others]
  }
}
