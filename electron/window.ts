import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { app, BrowserWindow, nativeTheme, type Session, screen } from 'electron'
import { SCREEN_URL } from './screen-origin.ts'
import { placeWindow, readWindowState, SMALLEST_WINDOW, writeWindowState } from './window-state.ts'

/** The screen's `--bg` in either theme: what shows until the page has painted. */
const BACKGROUND = { dark: '#0e1013', light: '#f6f7f9' } as const

const LONGEST_WAIT_FOR_PAINT_MS = 2_000

/** Opens the window, hidden: it shows when `showWindow` is called, in the place that it had last time. */
export function openWindow(stateFile: string, session: Session): BrowserWindow {
  const saved = readWindowState(stateFile)
  if (saved) nativeTheme.themeSource = saved.theme
  const window = new BrowserWindow({
    ...placeWindow(
      saved?.bounds,
      screen.getAllDisplays().map((display) => display.workArea),
    ),
    minWidth: SMALLEST_WINDOW.width,
    minHeight: SMALLEST_WINDOW.height,
    show: false,
    title: 'Hookbench',
    icon: join(app.getAppPath(), 'build', 'icons', 'icon.png'),
    backgroundColor: background(),
    webPreferences: {
      session,
      preload: join(import.meta.dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // The spell checker would fetch its dictionaries from the network.
      spellcheck: false,
    },
  })
  if (saved?.maximized) window.maximize()
  const followTheme = (): void => window.setBackgroundColor(background())
  nativeTheme.on('updated', followTheme)
  window.on('close', () => {
    const state = { bounds: window.getNormalBounds(), maximized: window.isMaximized(), theme: nativeTheme.themeSource }
    writeWindowState(stateFile, state)
  })
  window.on('closed', () => nativeTheme.off('updated', followTheme))
  window.on('page-title-updated', (event) => event.preventDefault())
  return window
}

/** Loads the screen; resolves when the page has painted, so that it can be shown without a flash. */
export async function loadScreen(window: BrowserWindow): Promise<void> {
  const painted = new Promise<void>((resolve) => window.once('ready-to-show', resolve))
  await window.loadURL(SCREEN_URL)
  // Where nothing is composited for hidden windows, better a flash than no window.
  await Promise.race([painted, setTimeout(LONGEST_WAIT_FOR_PAINT_MS)])
}

/** How long a page must have lived for its crash to be the first again. */
const CRASH_AGAIN_MS = 60_000

/** A page that crashed leaves an empty window: it is loaded anew, once a minute at most. The engine goes on meanwhile. */
export function reloadAfterCrash(window: BrowserWindow, giveUp: (why: string) => void): void {
  let crashedAt = Number.NEGATIVE_INFINITY
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const before = crashedAt
    crashedAt = performance.now()
    if (crashedAt - before > CRASH_AGAIN_MS) window.webContents.reload()
    else giveUp(`The screen crashed twice within a minute (${reason}, code ${exitCode}). Start Hookbench again.`)
  })
}

export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light
}
