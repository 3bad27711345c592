/** C0 but for the line break and the tab, C1, and what changes the direction of the text around it or breaks its line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const BREAKS = /[\t\n]/g

/**
 * Captured text that cannot hide or reorder anything: what a browser would not show, or would obey, is spelled out as
 * an escape (`\u202e`). `lines`: line breaks and tabs are shown as such, where there is room for them.
 */
export function visibleText(text: string, { lines = false }: { readonly lines?: boolean } = {}): string {
  const spelled = (lines ? text.replaceAll('\r\n', '\n') : text).replace(HIDDEN, escapeOf)
  return lines ? spelled : spelled.replace(BREAKS, escapeOf)
}

function escapeOf(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}
