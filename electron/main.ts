import { join } from 'node:path'
import { app, type BrowserWindow, dialog, nativeTheme, powerMonitor, type Session, session } from 'electron'
import type { Reply } from '../shared/contract/errors.ts'
import type { Settings } from '../shared/settings/settings.ts'
import { askedOption, receiverArguments } from './app-options.ts'
import { serveScreenOrigin } from './app-protocol.ts'
import { dataFolder as chooseDataFolder } from './data-folder.ts'
import { makePrivateFolder } from './engine/private-folder.ts'
import { launchEngine } from './engine-process.ts'
import { type EngineStatus, superviseEngine } from './engine-supervisor.ts'
import { setMenu } from './menu.ts'
import { answerScreenCalls, tellScreen } from './screen-bridge.ts'
import { notifyOfTunnel } from './tunnel-notifications.ts'
import { focusWindow, loadScreen, openWindow, reloadAfterCrash } from './window.ts'
import { guardAllContents, guardSession } from './window-guard.ts'

// The shell: it wires the window to the engine and decides nothing else.

const dataFolder = chooseDataFolder({ asked: askedOption(process.argv, 'data') })
const desktopFolder = join(dataFolder, 'desktop')
let window: BrowserWindow | null = null

// Whoever started us may stop listening; a closed pipe is no reason to end.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

try {
  makePrivateFolder(desktopFolder)
} catch (error) {
  // Before there is an app that could show it; the launcher reads this line and goes on headless.
  process.stderr.write(
    `hookbench: The data folder ${dataFolder} cannot be used (${String(error)}). Choose another with --data.\n`,
  )
  process.exit(1)
}
app.setName('Hookbench')
app.setPath('userData', desktopFolder)
guardAllContents()

const engine = superviseEngine(() =>
  launchEngine({
    entry: join(import.meta.dirname, 'engine.js'),
    args: ['--data', dataFolder, ...receiverArguments(process.argv)],
  }),
)

// Electron's lock is one for each `userData`, so one for each data folder.
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => (window ? focusWindow(window) : void show()))
  app.on('window-all-closed', () => process.platform !== 'darwin' && app.quit())
  app.on('activate', () => window === null && void show())
  endEngineBeforeQuitting()
  void app.whenReady().then(start)
} else {
  process.stdout.write('hookbench: already open with this data folder; its window is shown\n')
  app.quit()
}

async function start(): Promise<void> {
  guardSession(screenSession())
  serveScreenOrigin(screenSession(), join(import.meta.dirname, '..', 'renderer'), engine)
  answerScreenCalls(engine, () => window?.webContents ?? null)
  setMenu({ dataFolder, window: () => window })
  engine.onStatus(followEngine)
  engine.subscribe((event) => {
    if (event.event === 'settings.changed') nativeTheme.themeSource = event.settings.theme
  })
  notifyOfTunnel(engine, {
    isLookedAt: () => window?.isFocused() ?? false,
    show: () => (window ? focusWindow(window) : void show()),
  })
  // The engine would notice by its clock, seconds later.
  powerMonitor.on('resume', () => void engine.call('tunnel.retryNow', {}))
  engine.start()
  await show()
}

/** What the page stores lies in the data folder too, whenever it was that Electron made its default session. */
function screenSession(): Session {
  return session.fromPath(join(desktopFolder, 'session'))
}

async function show(): Promise<void> {
  const opened = openWindow(join(desktopFolder, 'window.json'), screenSession())
  window = opened
  opened.on('closed', () => {
    window = null
  })
  tellScreen(engine, opened.webContents)
  reloadAfterCrash(opened, (why) => void sayAndQuit(why, 'The screen keeps crashing'))
  let settings: Reply<unknown>
  try {
    ;[settings] = await Promise.all([engine.call('settings.get', {}), loadScreen(opened)])
  } catch (error) {
    if (!opened.isDestroyed())
      await sayAndQuit(`The screen could not be loaded: ${String(error)}. Install Hookbench again.`)
    return
  }
  if (opened.isDestroyed()) return
  const status = engine.status()
  // An engine that never came up leaves nothing to show: `followEngine` says why. One that is away for a moment has a
  // screen that says so.
  if (status.kind === 'given-up' && status.first) return
  if (settings.ok) nativeTheme.themeSource = (settings.value as Settings).theme
  opened.show()
  process.stdout.write('hookbench: window ready\n')
}

function followEngine(status: EngineStatus): void {
  if (status.kind !== 'given-up') return
  if (status.first) void sayAndQuit(status.error.message)
  else void offerRestart(status.error.message)
}

async function sayAndQuit(why: string, message = 'Hookbench cannot start'): Promise<void> {
  process.stderr.write(`hookbench: ${why}\n`)
  await dialog.showMessageBox({
    type: 'error',
    title: 'Hookbench',
    message,
    detail: why,
  })
  app.exit(1)
}

async function offerRestart(why: string): Promise<void> {
  process.stderr.write(`hookbench: ${why}\n`)
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Hookbench',
    message: 'The engine keeps ending',
    detail: why,
    buttons: ['Start it again', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 0) engine.start()
  else app.quit()
}

/** The engine first, always: it has commits to finish, and must not outlive the window that shows it. */
function endEngineBeforeQuitting(): void {
  let ended = false
  app.on('will-quit', (event) => {
    if (ended) return
    event.preventDefault()
    void engine.stop().then(() => {
      ended = true
      // Not within this event, as without an engine it would be: a quit during the decision on one is dropped.
      setImmediate(() => app.quit())
    })
  })
}
