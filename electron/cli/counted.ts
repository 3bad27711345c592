/** A number with what it counts, such as `1 capture` and `2 captures`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
