import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions, shell } from 'electron'
import { logFile } from './engine/log/log-file.ts'

export interface MenuOptions {
  readonly dataFolder: string
  readonly window: () => BrowserWindow | null
}

/** The application menu: the platform's usual roles, and the few things that only the desktop can show. */
export function setMenu({ dataFolder, window }: MenuOptions): void {
  app.setAboutPanelOptions({
    applicationName: 'Hookbench',
    applicationVersion: app.getVersion(),
    copyright: 'MIT licence',
  })
  const about: MenuItemConstructorOptions = { role: 'about', label: 'About Hookbench' }
  const folders: MenuItemConstructorOptions[] = [
    { label: 'Show data folder', click: () => void shell.openPath(dataFolder) },
    { label: 'Show log', click: () => shell.showItemInFolder(logFile(dataFolder)) },
  ]
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const help: MenuItemConstructorOptions[] = [
    { label: 'Keyboard shortcuts', click: () => pressKey(window(), '?') },
    { type: 'separator' },
    ...folders,
  ]
  const held = process.platform === 'darwin' ? ('meta' as const) : ('control' as const)
  const share: MenuItemConstructorOptions[] = [
    {
      label: 'Import captures…',
      accelerator: 'CmdOrCtrl+Shift+O',
      registerAccelerator: false,
      click: () => pressKey(window(), 'O', ['shift', held]),
    },
    {
      label: 'Export captures…',
      accelerator: 'CmdOrCtrl+Shift+E',
      // The screen has the key.
      registerAccelerator: false,
      click: () => pressKey(window(), 'E', ['shift', held]),
    },
  ]
  const isMac = process.platform === 'darwin'
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      { label: 'File', submenu: [...share, { type: 'separator' }, isMac ? { role: 'close' } : { role: 'quit' }] },
      { role: 'editMenu' },
      { label: 'View', submenu: view },
      { role: 'windowMenu' },
      { role: 'help', submenu: isMac ? help : [...help, { type: 'separator' }, about] },
    ]),
  )
}

/** The screen has a key for it already; the menu only makes it known to those who look there. */
function pressKey(
  window: BrowserWindow | null,
  keyCode: string,
  modifiers: ReadonlyArray<'shift' | 'control' | 'meta'> = [],
): void {
  const press = { keyCode, modifiers: [...modifiers] }
  window?.webContents.focus()
  window?.webContents.sendInputEvent({ type: 'keyDown', ...press })
  if (modifiers.length === 0) window?.webContents.sendInputEvent({ type: 'char', ...press })
  window?.webContents.sendInputEvent({ type: 'keyUp', ...press })
}
