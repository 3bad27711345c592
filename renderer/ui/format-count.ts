const WHOLE = new Intl.NumberFormat('en')

/** `1204` as `1,204`. */
export function formatCount(count: number): string {
  return WHOLE.format(count)
}

/** `1 capture`, `1,204 captures`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
