/**
 * What a file says of itself by its name. `null` or `1.00` alone looks like any text; undefined: nothing, and it is taken
 * for what it is compared with.
 */
export function fileContentType(name: string): string | undefined {
  return /\.json$/i.test(name) ? 'application/json' : undefined
}
