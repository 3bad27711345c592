import { join } from 'node:path'
import { projectRoot } from '../setup/project-root.mjs'
import { runChild } from '../setup/run-child.mjs'
import { say } from '../setup/say.mjs'
import { setUpPackages } from '../setup/set-up.mjs'

const timeLimitMs = 5 * 60_000

/** Format, lint and types; changes nothing. */
export async function run() {
  const node = await setUpPackages()
  const colors = process.stdout.isTTY ? '--colors=force' : '--colors=off'
  const steps = [
    {
      name: 'Biome',
      script: 'node_modules/@biomejs/biome/bin/biome',
      args: ['ci', '--error-on-warnings', colors, '.'],
    },
    { name: 'TypeScript', script: 'node_modules/typescript/bin/tsc', args: ['-b'] },
  ]
  let failed = 0
  for (const { name, script, args } of steps) {
    say(`checking with ${name}`)
    const { code, timedOut } = await runChild(node, [join(projectRoot, script), ...args], {
      cwd: projectRoot,
      timeLimitMs,
    })
    if (timedOut) say(`${name} did not end within ${timeLimitMs / 60_000} minutes`)
    if (code !== 0) failed += 1
  }
  say(failed === 0 ? 'check passed' : 'check failed')
  return failed === 0 ? 0 : 1
}
