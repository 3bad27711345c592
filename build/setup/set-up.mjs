import { join } from 'node:path'
import { build, buildIfStale, isStale } from './build-if-stale.mjs'
import { install, needsInstall } from './install.mjs'
import { pickNode } from './pick-node.mjs'
import { projectRoot } from './project-root.mjs'
import { say } from './say.mjs'
import { withLock } from './with-lock.mjs'

const root = projectRoot
const waitMs = 10 * 60_000

/** Installs what is missing and finds the Node to run with. */
export async function setUpPackages() {
  if (needsInstall(root)) {
    await locked(async () => {
      if (needsInstall(root)) await install(root)
    })
  }
  return pickNode(root)
}

/** The same, and builds what is missing or old. */
export async function setUp() {
  const node = await setUpPackages()
  if (isStale(root)) await locked(() => buildIfStale(root, node))
  return node
}

/** The same, and builds whatever there is. */
export async function setUpAndBuild() {
  const node = await setUpPackages()
  say('building')
  await locked(() => build(root, node))
  return node
}

/** Installs what only tests need, and would weigh on everybody's install: the providers' own SDKs. */
export async function setUpSdks() {
  const folder = join(root, 'e2e/sdk')
  if (!needsInstall(folder)) return
  await locked(async () => {
    if (needsInstall(folder)) await install(folder, { what: "providers' SDKs for the tests" })
  })
}

/** @param {() => Promise<void>} work */
function locked(work) {
  return withLock(
    join(root, '.cache/set-up.lock'),
    { waitMs, onWait: (pid) => say(`waiting for process ${pid}, which is setting up this folder`) },
    work,
  )
}
