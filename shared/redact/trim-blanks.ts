/**
 * Without spaces, tabs and line ends around it. `trim` would take a byte of UTF-8 (0xa0) for a space, and a pattern
 * such as `/[ \t]+$/` takes the square of the time where there are many in the middle.
 */
export function trimBlanks(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10
}
