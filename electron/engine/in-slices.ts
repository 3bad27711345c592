/** A list cut into pieces of at most so many: work for the write queue, in which nothing may hold up what is received. */
export function inSlices<Item>(items: ReadonlyArray<Item>, most: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / most) }, (_, index) =>
    items.slice(index * most, (index + 1) * most),
  )
}
