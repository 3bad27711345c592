/** The part of a keyboard event that decides which command it means. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/**
 * Whether a press is a command's key: `j`, `?`, `Enter`, `ArrowDown`, `Shift+j`, `Mod+k`. `Mod` is ⌘ on a Mac, else
 * Ctrl. Shift counts for letters and named keys only, since signs such as `?` need it on some keyboards.
 */
export function matchesKey(press: KeyPress, key: string, isMac: boolean): boolean {
  const parts = key.split('+')
  const name = (parts.at(-1) || '+').toLowerCase()
  const wantsMod = parts.includes('Mod')
  const wantsShift = parts.includes('Shift')
  if (press.altKey) return false
  if ((isMac ? press.metaKey : press.ctrlKey) !== wantsMod) return false
  if (isMac ? press.ctrlKey : press.metaKey) return false
  const isSign = name.length === 1 && name.toLowerCase() === name.toUpperCase()
  if (!isSign && press.shiftKey !== wantsShift) return false
  return press.key.toLowerCase() === name
}

/** A command's key as it is shown: `⌘K` or `Ctrl K`, `↑`, `⇧J`. Letters are small where they are pressed alone. */
export function keyLabel(key: string, isMac: boolean): string {
  const parts = key.split('+')
  const held = parts.length > 1
  return parts
    .map((part) => keyNames(isMac)[part] ?? (held && part.length === 1 ? part.toUpperCase() : part))
    .join(isMac ? '' : ' ')
}

function keyNames(isMac: boolean): Record<string, string> {
  return {
    Mod: isMac ? '⌘' : 'Ctrl',
    Shift: isMac ? '⇧' : 'Shift',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Escape: 'Esc',
    PageUp: 'Page ↑',
    PageDown: 'Page ↓',
    Delete: 'Del',
  }
}
