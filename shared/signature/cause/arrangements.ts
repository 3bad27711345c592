/** How many orders some items have; infinite where it is not worth counting. */
export function arrangementsOf(count: number): number {
  let product = 1
  for (let factor = 2; factor <= count && Number.isFinite(product); factor++) {
    product = product > 1e6 ? Number.POSITIVE_INFINITY : product * factor
  }
  return product
}

/** The order of that number, from 0 on; 0 is the one that the items have. */
export function arranged<Item>(items: ReadonlyArray<Item>, order: number): Item[] {
  const left = [...items]
  const result: Item[] = []
  let rest = order
  while (left.length > 0) {
    const index = rest % left.length
    rest = Math.floor(rest / left.length)
    result.push(...left.splice(index, 1))
  }
  return result
}
