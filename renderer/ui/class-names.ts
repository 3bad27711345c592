/** Joins class lists, leaving out what is not set. */
export function classNames(...lists: ReadonlyArray<string | false | null | undefined>): string {
  return lists.filter(Boolean).join(' ')
}
