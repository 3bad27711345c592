import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { aptInstall, canAptInstall } from './apt-install.mjs'
import { findProgram } from './find-program.mjs'
import { runChild } from './run-child.mjs'
import { say } from './say.mjs'
import { SetUpError } from './set-up-error.mjs'

const tryMs = 20_000
const stalledMs = 30_000
const downloadMs = 5 * 60_000
const systemNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const systemPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/**
 * A Chromium for the browser suite: Playwright's own, the system's, or one installed now.
 *
 * @param {string} root
 * @param {string} node
 * @returns {Promise<string>} the path of its executable
 */
export async function findBrowser(root, node) {
  const present = playwrightChromium(root) ?? (await systemBrowser())
  if (present !== null) return present
  if (canAptInstall() && (await aptInstall(['chromium']))) {
    const installed = await systemBrowser()
    if (installed !== null) return installed
  }
  if (await downloadPlaywrightChromium(root, node)) {
    const downloaded = playwrightChromium(root)
    if (downloaded !== null) return downloaded
  }
  const debian = findProgram(['apt-get']) !== null
  throw new SetUpError(
    `The browser tests need Chromium. Run: ${debian ? 'sudo apt-get install -y chromium' : 'npx playwright install chromium'}`,
  )
}

/** @param {string} root @returns {string | null} */
function playwrightChromium(root) {
  try {
    const { chromium } = createRequire(join(root, 'package.json'))('playwright-core')
    const path = chromium.executablePath()
    return existsSync(path) ? path : null
  } catch {
    return null // Playwright has no browser for this system, or does not load under this Node: the system's will do.
  }
}

/** @returns {Promise<string | null>} */
async function systemBrowser() {
  const onPath = systemNames.map((name) => findProgram([name])).filter((path) => path !== null)
  for (const path of [...onPath, ...systemPlaces.filter((place) => existsSync(place))]) {
    // Ubuntu's chromium-browser may be a script that only says to install the snap. Windows' Chrome has no --version.
    if (process.platform === 'win32') return path
    const { code } = await runChild(path, ['--version'], { timeLimitMs: tryMs, quiet: true })
    if (code === 0) return path
  }
  return null
}

/** @param {string} root @param {string} node */
async function downloadPlaywrightChromium(root, node) {
  say('downloading Chromium with playwright install')
  const stop = new AbortController()
  let timer = setTimeout(() => stop.abort(), stalledMs)
  const result = await runChild(node, [join(root, 'node_modules/playwright/cli.js'), 'install', 'chromium'], {
    cwd: root,
    timeLimitMs: downloadMs,
    quiet: true,
    signal: stop.signal,
    onOutput: () => {
      clearTimeout(timer)
      timer = setTimeout(() => stop.abort(), stalledMs)
    },
  })
  clearTimeout(timer)
  return result.code === 0
}
