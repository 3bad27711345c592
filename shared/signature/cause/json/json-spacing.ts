import type { ReadJson } from './json-change.ts'
import { textEnd } from './json-source.ts'
import { spacings } from './json-styles.ts'
import { writeJson } from './write-json.ts'

/** Equal for two JSON texts that are spaced alike, whatever their keys' order and the spelling of what they say. */
export function spacingOf({ text, source }: ReadJson): string {
  const index = spacings.findIndex(
    (spacing) => writeJson(source, { spacing, order: 'kept', escape: 'kept', number: 'kept' }) === text.trimEnd(),
  )
  return `${index === -1 ? spacesIn(text) : index} ${JSON.stringify(text.slice(text.trimEnd().length))}`
}

/** What stands between the things that are said, for JSON that no writer spaces so. */
function spacesIn(text: string): string {
  let spaces = ''
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (/[\s,:[\]{}]/.test(character)) spaces += character
    if (character !== '"') continue
    at = textEnd(text, at)
    if (at === -1) break
  }
  return spaces
}
