import type { Settings } from '../../shared/settings/settings.ts'

export type Theme = Settings['theme']

const KEY = 'hookbench.theme'

/** Shows a theme, and remembers it for the next start, before the engine is asked (see `public/theme.js`). */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Storage is blocked or full: the engine still knows the theme.
  }
}
