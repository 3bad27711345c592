import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const bounds = z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int(), height: z.number().int() })

/** What a window looked like when it was last closed. */
const windowState = z.object({
  bounds,
  maximized: z.boolean(),
  /** The theme then, so that the next window begins in it, before the engine can be asked. */
  theme: z.enum(['system', 'dark', 'light']),
})

export type Bounds = z.infer<typeof bounds>
export type WindowState = z.infer<typeof windowState>

export const SMALLEST_WINDOW = { width: 720, height: 480 } as const
const USUAL_WINDOW = { width: 1440, height: 900 } as const
/** So much of a window must be on a screen for a person to get hold of it. */
const LEAST_VISIBLE = 100

/** Null when there is none, or when it cannot be understood: a window is then shown as the first time. */
export function readWindowState(file: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null // Lost, damaged or of another version: where a window was is not worth a word.
  }
}

/** A disk that is full or read-only must not keep a window from closing; it then opens in its place of before. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
  } catch (error) {
    console.error(`hookbench: the place of the window could not be noted (${String(error)})`)
  }
}

/** The saved place if it can still be seen (a monitor may be gone), else the usual size in the middle of the first screen. */
export function placeWindow(saved: Bounds | undefined, screens: readonly Bounds[]): Bounds {
  if (saved && screens.some((screen) => isVisibleOn(saved, screen))) return saved
  const screen = screens[0] ?? { x: 0, y: 0, ...USUAL_WINDOW }
  const width = Math.max(SMALLEST_WINDOW.width, Math.min(USUAL_WINDOW.width, screen.width))
  const height = Math.max(SMALLEST_WINDOW.height, Math.min(USUAL_WINDOW.height, screen.height))
  return {
    x: screen.x + Math.max(0, Math.floor((screen.width - width) / 2)),
    y: screen.y + Math.max(0, Math.floor((screen.height - height) / 2)),
    width,
    height,
  }
}

function isVisibleOn(window: Bounds, screen: Bounds): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const height = Math.min(window.y + window.height, screen.y + screen.height) - Math.max(window.y, screen.y)
  // The title bar must be reachable, so the top edge counts for itself.
  return width >= LEAST_VISIBLE && height >= LEAST_VISIBLE && window.y >= screen.y
}
