import { useEffect, useId, useLayoutEffect, useSyncExternalStore } from 'react'
import { matchesKey } from './key-match.ts'
import { IS_MAC } from './platform.ts'

/** Something the user can do by key, from the palette, or by both. */
export interface Command {
  /** Unique, such as `capture.replay`. */
  readonly id: string
  readonly title: string
  /** Heading in the sheet of all keys. */
  readonly group: string
  /** See `matchesKey`. The first is the one shown. Those with `Mod` work while typing in a field too, but for `Mod+a`. */
  readonly keys?: readonly string[]
  run(): void
  /** Left out: it can always be done. */
  readonly enabled?: boolean
  /** Kept out of the palette, where it would make no sense (moving in the list). */
  readonly keysOnly?: boolean
}

const registered = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()
/** As the components drew last. */
let snapshot: readonly Command[] = []
/** As listed: the same as long as it looks the same. */
let shown: readonly Command[] = []

/** Offers commands for as long as the component is there: to the keyboard, the palette and the sheet of keys. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId()
  useLayoutEffect(() => {
    const before = registered.get(owner)
    registered.set(owner, commands)
    // What runs is always the newest, but only what can be seen is told of: the functions are new at every render, and
    // a component that offers commands and lists them as well would be drawn for ever.
    snapshot = [...registered.values()].flat()
    if (before === undefined || !looksSame(before, commands)) changed()
  }, [owner, commands])
  useLayoutEffect(
    () => () => {
      registered.delete(owner)
      changed()
    },
    [owner],
  )
}

/** Every command offered now, in the order in which their components came. Run them by `runCommand`. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribeCommands, () => shown)
}

/** Runs a command as it is now, if it can be done. */
export function runCommand(id: string): void {
  const command = snapshot.find((one) => one.id === id)
  if (command && command.enabled !== false) command.run()
}

/** Runs commands by their keys; used once, by the app. */
export function useCommandKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  // Later ones win, so that an open detail can take a key from the list beneath it.
  const pressed = (key: string) => matchesKey(event, key, IS_MAC)
  const command = snapshot.findLast((one) => one.enabled !== false && one.keys?.some(pressed))
  if (!command || isTaken(event, command.keys?.find(pressed) ?? '')) return
  event.preventDefault()
  command.run()
}

/** Where what is typed and pasted belongs to the field. */
export const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), .monaco-editor'
// Toasts have the role of a dialog, but take no keys; nor does what is only fading out, or the code editor's finding, which
// stays in the page once it was opened and holds up nothing beside it.
const OVERLAYS =
  ':is([role="dialog"], [role="alertdialog"], [role="menu"], [data-overlay]):not([data-toast], [data-closed], .monaco-editor *)'
/** Belongs to fields, and to text that is read. */
const SELECT_ALL = 'Mod+a'
const NAVIGATION_KEYS = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'])

/** Whether the press belongs to what is open over the screen, or to what has the focus: a field, a button that Enter presses. */
function isTaken(event: KeyboardEvent, key: string): boolean {
  const target = event.target instanceof Element ? event.target : document.body
  // Wherever the focus is: a dialog gets it only with the next frame, and what is typed meanwhile is not meant for the list.
  if (document.querySelector(OVERLAYS)) return true
  if (key.startsWith('Mod+') && key !== SELECT_ALL) return false
  if (target.closest(FIELDS)) return true
  return (
    (NAVIGATION_KEYS.has(event.key) || key === SELECT_ALL) &&
    target !== document.body &&
    !target.closest('[data-command-arrows]')
  )
}

/** Whether two lists of commands differ in nothing that can be seen. */
function looksSame(one: readonly Command[], other: readonly Command[]): boolean {
  return (
    one.length === other.length &&
    one.every((command, index) => {
      const { run: _, ...rest } = command
      const { run: __, ...otherRest } = other[index] as Command
      return JSON.stringify(rest) === JSON.stringify(otherRest)
    })
  )
}

function changed(): void {
  snapshot = [...registered.values()].flat()
  shown = snapshot
  for (const listener of listeners) listener()
}

function subscribeCommands(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
