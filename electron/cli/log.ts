import type { Command } from 'commander'
import { dataFolder } from '../data-folder.ts'
import { logFile } from '../engine/log/log-file.ts'
import { tailLog } from '../engine/log/tail-log.ts'
import type { CommandContext } from './command-context.ts'
import { parseCount } from './option-parsers.ts'
import { printableLines } from './printable.ts'

interface LogOptions {
  readonly lines: number
  readonly path?: true
  readonly data?: string
}

export function addLogCommand(program: Command, context: CommandContext): void {
  program
    .command('log')
    .summary('show the end of the log')
    .description('Shows the end of the log: JSON lines, oldest first. It holds no bodies and no secrets.')
    .option('--lines <n>', 'how many', parseCount, 200)
    .option('--path', 'only say where the file is')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
Examples:
  hookbench log
  hookbench log --lines 1000 | grep '"level":"error"'
  tail -F "$(hookbench log --path)"`,
    )
    .action((_options, command: Command) => showLog(context, command.optsWithGlobals<LogOptions>()))
}

async function showLog({ out, err, env }: CommandContext, options: LogOptions): Promise<void> {
  const folder = dataFolder({ asked: options.data, env })
  if (options.path) return out.line(logFile(folder))
  const lines = await tailLog(folder, options.lines)
  if (lines.length === 0) await err.line(`There is no log in ${folder} yet.`)
  for (const line of lines) await out.line(printableLines(line))
}
