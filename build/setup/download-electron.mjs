import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// Puts Electron's archive into the cache that `install-electron` reads, and prints how far it is: a line for each
// part that came, so that who started this can tell a slow network from none. Runs as a child, under Node 24.

const electron = fileURLToPath(new URL('../../node_modules/electron', import.meta.url))
// @electron/get is Electron's dependency, not ours: found from where Electron is.
const { downloadArtifact } = createRequire(join(electron, 'package.json'))('@electron/get')
const { version } = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8'))
const minimumPauseMs = 250
let saidAt = 0

try {
  await downloadArtifact({
    version,
    artifactName: 'electron',
    cacheRoot: process.env.electron_config_cache,
    checksums: JSON.parse(readFileSync(join(electron, 'checksums.json'), 'utf8')),
    platform: process.env.ELECTRON_INSTALL_PLATFORM || process.env.npm_config_platform || process.platform,
    arch: process.env.ELECTRON_INSTALL_ARCH || process.env.npm_config_arch || process.arch,
    downloadOptions: { quiet: true, getProgressCallback: sayProgress },
  })
} catch (error) {
  console.error(reasonOf(error))
  process.exitCode = 1
}

/** @param {{ transferred: number, total: number | null }} progress */
async function sayProgress({ transferred, total }) {
  if (Date.now() - saidAt < minimumPauseMs) return
  saidAt = Date.now()
  const megabytes = (transferred / 1e6).toFixed(0)
  console.log(total === null ? `${megabytes} MB` : `${megabytes} of ${(total / 1e6).toFixed(0)} MB`)
}

/** `fetch failed` says nothing; its causes do. @param {unknown} error */
function reasonOf(error) {
  let current = error
  while (current instanceof Error && current.cause instanceof Error) current = current.cause
  if (!(current instanceof Error)) return String(current)
  return (current.message || String(/** @type {NodeJS.ErrnoException} */ (current).code)).replaceAll('\n', ' ')
}
