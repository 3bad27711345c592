/** What a text says as JSON; undefined if it is none. For whoever finds nothing in it then, and need not say why. */
export function parseJson(text: string): unknown {
  // Of an empty body, which is common; an exception costs more than all else about it.
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
