#!/usr/bin/env node
// The `hookbench` command of a clone (`npx hookbench`). Alone it is `npm start`; with words after it, the built command
// line does what they say, after the same set-up.
import { runCommand } from './commands/run-command.mjs'

const args = process.argv.slice(2)
await runCommand(async () => {
  const { run } = args.length === 0 ? await import('./commands/start.mjs') : await import('./commands/command-line.mjs')
  return run(args)
})
