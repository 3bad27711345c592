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
  /** See `matchesKey`. The first is the one shown. */
  readonly keys?: readonly string[]
  run(): void
  /** Left out: it can always be done. */
  readonly enabled?: boolean
  /** Kept out of the palette, where it would make no sense (moving in the list). */
  readonly keysOnly?: boolean
  /** Works while typing in a field too. */
  readonly inFields?: boolean
}

const registered = new Map<string, readonly Command[]>()
const listeners = new Set<() => void>()
let snapshot: readonly Command[] = []

/** Offers commands for as long as the component is there: to the keyboard, the palette and the sheet of keys. */
export function useCommands(commands: readonly Command[]): void {
  const owner = useId()
  useLayoutEffect(() => {
    registered.set(owner, commands)
    changed()
  }, [owner, commands])
  useLayoutEffect(
    () => () => {
      registered.delete(owner)
      changed()
    },
    [owner],
  )
}

/** Every command offered now, in the order in which their components came. */
export function useAllCommands(): readonly Command[] {
  return useSyncExternalStore(subscribeCommands, () => snapshot)
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
  const command = snapshot.findLast(
    (one) => one.enabled !== false && (one.keys ?? []).some((key) => matchesKey(event, key, IS_MAC)),
  )
  if (!command || isTakenByTarget(event, command)) return
  event.preventDefault()
  command.run()
}

const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), .monaco-editor'
// Toasts have the role of a dialog, but take no keys.
const OVERLAYS =
  '[role="dialog"]:not([data-toast]), [role="alertdialog"]:not([data-toast]), [role="menu"], [data-overlay]'
const NAVIGATION_KEYS = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'])

/** Whether the press belongs to what has the focus: a field, a dialog, a button that Enter presses. */
function isTakenByTarget(event: KeyboardEvent, command: Command): boolean {
  const target = event.target instanceof Element ? event.target : document.body
  if (target === document.body && document.querySelector(OVERLAYS)) return true
  if (target.closest(OVERLAYS)) return true
  if (target.closest(FIELDS) && !command.inFields) return true
  return NAVIGATION_KEYS.has(event.key) && target !== document.body && !target.closest('[data-command-arrows]')
}

function changed(): void {
  snapshot = [...registered.values()].flat()
  for (const listener of listeners) listener()
}

function subscribeCommands(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
