/**
 * Without spaces and tabs at both ends, which are none of a header's value. By hand: a pattern that ends in `[ \t]*$` takes
 * quadratic time over runs of them, and `trim` takes bytes of latin1 away that were sent (`\xa0`).
 */
export function trimBlanks(text: string): string {
  return trimmed(text, isBlank)
}

/** The same, and without line ends there. */
export function trimLines(text: string): string {
  return trimmed(text, (code) => isBlank(code) || code === 0x0d || code === 0x0a)
}

function trimmed(text: string, isOutside: (code: number) => boolean): string {
  let start = 0
  let end = text.length
  while (start < end && isOutside(text.charCodeAt(start))) start++
  while (end > start && isOutside(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}
