import { join } from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'
import { startForeground } from '../setup/run-foreground.mjs'
import { setUp } from '../setup/set-up.mjs'

/** @param {string[]} args the names of the benchmarks; all without */
export async function run(args) {
  const node = await setUp()
  const { ended } = startForeground(node, [join(projectRoot, 'bench/main.ts'), ...args], { cwd: projectRoot })
  return (await ended).code
}
