/** The entries of a list that is typed one to a line; commas part them too. */
export function typedList(text: string): string[] {
  return text
    .split(/[\n,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
