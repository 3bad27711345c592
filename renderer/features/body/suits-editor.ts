export const EDITOR_LENGTH = 2_000_000
const EDITOR_LINE_LENGTH = 100_000
const EDITOR_DEPTH = 300

/** Whether the code editor can show a text: its work grows with the length of a line, and with nesting times lines. */
export function suitsEditor(text: string): boolean {
  return text.length <= EDITOR_LENGTH && hasPlainShape(text)
}

function hasPlainShape(text: string): boolean {
  let depth = 0
  let lineStart = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === 123 || char === 91) {
      if (++depth > EDITOR_DEPTH) return false
    } else if (char === 125 || char === 93) depth--
    else if (char === 10) lineStart = at + 1
    if (at - lineStart > EDITOR_LINE_LENGTH) return false
  }
  return true
}
