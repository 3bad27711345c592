/** As `list.push(...more)`, which ends in a stack overflow where there are a hundred thousand: a sender may repeat anything. */
export function pushAll<Item>(list: Item[], more: ReadonlyArray<Item>): void {
  for (const item of more) list.push(item)
}
