import { textEnd } from './json-source.ts'

/**
 * Equal for two JSON texts that are spaced alike, whatever the order of their keys and the spelling of what they say: the
 * different spaces that stand behind each kind of sign. The text has to be JSON.
 */
export function spacingOf(text: string): string {
  const found = new Set<string>()
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    let end = at + 1
    if (character === '"') end = textEnd(text, at) + 1
    else if (!SIGNS.includes(character)) while (end < text.length && !ENDS.includes(text.charAt(end))) end++
    if (end === 0) break
    const next = afterSpace(text, end)
    // After a value only spaces count: what it is differs from text to text.
    const kind = SIGNS.includes(character) ? character : ''
    if (next > end || kind === ',' || kind === ':') found.add(kind + text.slice(end, next))
    at = next
  }
  return JSON.stringify([...found].sort())
}

const SIGNS = '{}[],:'
const ENDS = '{}[],:" \t\n\r'

function afterSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\n\r'.includes(text.charAt(at))) at++
  return at
}
