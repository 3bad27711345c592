import { aptInstall, canAptInstall } from '../setup/apt-install.mjs'
import { findElectronRuntime } from '../setup/electron-runtime.mjs'
import { findBrowser } from '../setup/find-browser.mjs'
import { findDisplay } from '../setup/find-display.mjs'
import { findProgram } from '../setup/find-program.mjs'
import { projectRoot } from '../setup/project-root.mjs'
import { say } from '../setup/say.mjs'
import { setUp, setUpSdks } from '../setup/set-up.mjs'
import { SetUpError } from '../setup/set-up-error.mjs'
import { runSuite } from '../test/run-suite.mjs'
import { startTimeLimit } from '../test/time-limit.mjs'

/** They take a third of it on two free cores. */
const limitMinutes = 20

/**
 * Runs every suite; with arguments, the unit and integration tests that match them.
 *
 * @param {string[]} args
 */
export async function run(args) {
  const node = await setUp()
  await setUpSdks()
  const suites = () => ({ root: projectRoot, node, limit: startTimeLimit(limitMinutes) })
  if (args.length > 0) {
    return total([await runSuite({ ...suites(), name: 'unit and integration', runner: 'vitest', args })])
  }

  // All set-up first: what is missing is said at once, not after minutes of tests.
  const browser = await findBrowser(projectRoot, node)
  const electron = await findElectronRuntime(projectRoot, node)
  const wrapper = electron.found ? await displayWrapper() : []

  const base = suites()
  const results = [await runSuite({ ...base, name: 'unit and integration', runner: 'vitest' })]
  results.push(
    await runSuite({
      ...base,
      name: 'browser',
      runner: 'playwright',
      args: ['--project=browser'],
      env: { HOOKBENCH_CHROMIUM: browser },
    }),
  )
  if (electron.found) {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: electron.dist }
    results.push(
      await runSuite({ ...base, name: 'desktop', runner: 'playwright', args: ['--project=desktop'], env, wrapper }),
    )
  } else {
    say(electron.reason)
    console.log('desktop: not run (no Electron runtime)')
  }
  return total(results)
}

/** What gives the desktop suite a display where there is none. */
async function displayWrapper() {
  if ((await findDisplay()).found) return []
  if (findProgram(['xvfb-run']) === null && canAptInstall()) await aptInstall(['xvfb', 'xauth'])
  const xvfbRun = findProgram(['xvfb-run'])
  if (xvfbRun === null)
    throw new SetUpError('The desktop tests need a display, or a virtual one. Run: sudo apt-get install -y xvfb')
  return [xvfbRun, '-a', '--server-args=-screen 0 1440x900x24']
}

/** @param {import('../test/read-counts.mjs').Counts[]} results */
function total(results) {
  const passed = results.reduce((sum, counts) => sum + counts.passed, 0)
  const failed = results.reduce((sum, counts) => sum + counts.failed, 0)
  console.log(`${passed} passed, ${failed} failed`)
  return failed === 0 && passed > 0 ? 0 : 1
}
