import { join } from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'
import { startForeground } from '../setup/run-foreground.mjs'
import { setUpPackages } from '../setup/set-up.mjs'

/** @param {string[]} args for the engine, such as --port or --data */
export async function run(args) {
  const node = await setUpPackages()
  const { ended } = startForeground(node, [join(projectRoot, 'build/dev/dev-server.mjs'), ...args], {
    cwd: projectRoot,
  })
  return (await ended).code
}
