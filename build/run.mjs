#!/usr/bin/env node
// What every npm script runs: does its own set-up, then the command. Plain Node 20 or later and no dependencies, since
// on a fresh clone there are none yet.
import { runCommand } from './commands/run-command.mjs'

const commands = {
  start: () => import('./commands/start.mjs'),
  test: () => import('./commands/test.mjs'),
  check: () => import('./commands/check.mjs'),
  build: () => import('./commands/build.mjs'),
  dev: () => import('./commands/dev.mjs'),
  bench: () => import('./commands/bench.mjs'),
}

const [name = 'start', ...args] = process.argv.slice(2)
await runCommand(async () => {
  if (!Object.hasOwn(commands, name)) {
    console.error(`"${name}" is not a command. There are: ${Object.keys(commands).join(', ')}.`)
    return 2
  }
  const { run } = await commands[/** @type {keyof typeof commands} */ (name)]()
  return run(args)
})
