import { useSyncExternalStore } from 'react'
import type { Settings } from '../../shared/settings/settings.ts'

export type Theme = Settings['theme']
export type ResolvedTheme = 'dark' | 'light'

const KEY = 'hookbench.theme'
const systemDark = matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

/** Shows a theme, and remembers it for the next start, before the engine is asked (see `public/theme.js`). */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is blocked or full: the engine still knows the theme.
  }
  for (const listener of listeners) listener()
}

/** What is shown now, for what cannot follow CSS by itself, such as the code editor. */
export function useResolvedTheme(): ResolvedTheme {
  return useSyncExternalStore(subscribeTheme, resolvedTheme)
}

function resolvedTheme(): ResolvedTheme {
  const chosen = document.documentElement.dataset.theme
  if (chosen === 'dark' || chosen === 'light') return chosen
  return systemDark.matches ? 'dark' : 'light'
}

function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener)
  systemDark.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    systemDark.removeEventListener('change', listener)
  }
}
