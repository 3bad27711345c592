import { explainElectronFailure } from './explain-electron-failure.mjs'
import { endForeground, startForeground } from './run-foreground.mjs'
import { say } from './say.mjs'

const windowMs = 15_000
/** What the desktop's main process prints once its window shows. */
const readyLine = 'hookbench: window ready'
const keptStderr = 64 * 1024

/**
 * Opens the desktop app and stays until it is closed.
 *
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.executable
 * @param {readonly string[]} options.args the user's, for the app
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {number} [options.windowMs] for tests
 * @returns {Promise<{ kind: 'ended', code: number } | { kind: 'failed', reason: string }>}
 */
export async function openDesktop(options) {
  const flags = sandboxFlags()
  const { ELECTRON_RUN_AS_NODE: _, ...env } = options.env ?? process.env
  const { child, ended, wasAskedToEnd } = startForeground(
    options.executable,
    [...flags, options.root, ...options.args],
    {
      cwd: options.root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let stderr = ''
  let ready = false
  /** @type {() => void} */
  let onSaid = () => {}
  const said = /** @type {Promise<'said'>} */ (
    new Promise((resolve) => {
      onSaid = () => resolve('said')
    })
  )
  child.stderr?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
    // Chromium is talkative: what it says is read only if no window comes.
    if (!ready) stderr = (stderr + chunk).slice(-keptStderr)
    if (appWords(stderr) !== null) onSaid()
  })
  const limitMs = options.windowMs ?? windowMs
  const first = await Promise.race([
    readyLineFrom(child).then(() => /** @type {const} */ ('ready')),
    said,
    ended.then((end) => end),
    new Promise((resolve) => setTimeout(() => resolve('late'), limitMs).unref()).then(
      () => /** @type {const} */ ('late'),
    ),
  ])
  if (first === 'ready') {
    ready = true
    say('the window is open; close it or press Ctrl-C to end')
    const { code } = await ended
    return { kind: 'ended', code }
  }
  if (first === 'said') {
    // Not for want of a window: the app shows what is wrong in a dialog, and a headless one would meet the same.
    say(appWords(stderr) ?? '')
    const { code } = await ended
    return { kind: 'ended', code: code || 1 }
  }
  if (first === 'late') {
    await endForeground(child, ended)
    return {
      kind: 'failed',
      reason: explainElectronFailure(stderr, `the window did not show within ${limitMs / 1000} seconds`),
    }
  }
  // Ended on purpose; or the app was open already: it says so, shows its window, and the second one ends well at once.
  if (wasAskedToEnd() || first.code === 0) return { kind: 'ended', code: first.code }
  if (first.error !== null) return { kind: 'failed', reason: `Electron could not be started (${first.error.message})` }
  return {
    kind: 'failed',
    reason: explainElectronFailure(stderr, `Electron ended with exit code ${first.code} before its window showed`),
  }
}

/** What the app itself says before it gives up: a whole line of its own. @param {string} stderr */
function appWords(stderr) {
  return /^hookbench: (.*)\n/m.exec(stderr)?.[1] ?? null
}

/** Chromium's sandbox does not run as root on Linux. */
function sandboxFlags() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  say('warning: running as root, so Electron runs without its sandbox (--no-sandbox); better start it as a normal user')
  return ['--no-sandbox']
}

/** Passes on what the app prints, until and after its ready line. @param {import('node:child_process').ChildProcess} child @returns {Promise<void>} */
function readyLineFrom(child) {
  return new Promise((resolve) => {
    let rest = ''
    child.stdout?.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line.trim() === readyLine) resolve()
        else process.stdout.write(`${line}\n`)
      }
    })
  })
}
