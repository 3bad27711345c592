import { Command, CommanderError } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { addBackupCommand } from './backup.ts'
import { addCapturesCommand } from './captures.ts'
import { type CommandContext, EXIT, type ExitCode, UsageError } from './command-context.ts'
import { addCopyCommand } from './copy.ts'
import { addDiffCommand } from './diff.ts'
import { addExportCommand } from './export.ts'
import { addImportCommand } from './import.ts'
import { addLogCommand } from './log.ts'
import { ClosedPipeError } from './output.ts'
import { readVersion } from './read-version.ts'
import { addReplayCommand } from './replay.ts'
import { addRestoreCommand } from './restore.ts'
import { addServeCommand } from './serve.ts'
import { addShowCommand } from './show.ts'
import { addSignCommand } from './sign.ts'
import { addTagCommand } from './tag.ts'
import { addTypesCommand } from './types.ts'
import { addVerifyCommand } from './verify.ts'

/** Runs one command line and answers its exit code. Errors are one line each; a reader that went away is none. */
export async function runProgram(args: ReadonlyArray<string>, context: CommandContext): Promise<number> {
  const said: Array<{ readonly to: 'out' | 'err'; readonly text: string }> = []
  let code: ExitCode = EXIT.done
  const program = createProgram(context, said, (ended) => {
    code = ended
  })
  try {
    try {
      await program.parseAsync(args, { from: 'user' })
    } finally {
      // Commander speaks synchronously; what it said is written here, where a closed pipe is met.
      for (const { to, text } of said) await context[to].write(text)
    }
    return code
  } catch (error) {
    return reportError(error, context)
  }
}

function createProgram(
  context: CommandContext,
  said: Array<{ readonly to: 'out' | 'err'; readonly text: string }>,
  finish: (code: ExitCode) => void,
): Command {
  const program = new Command('hookbench')
    .description('A workbench for webhooks: receives them, keeps them, shows them and replays them.')
    .version(readVersion(), '-V, --version', 'say which version this is')
    // Also before the command's name, where those who are used to git look for it.
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showHelpAfterError('(See --help.)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => said.push({ to: 'out', text }),
      writeErr: (text) => said.push({ to: 'err', text }),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText(
      'after',
      `
Commands speak to the Hookbench that runs on the data folder; without one they read the folder themselves.
The folder is --data, else $HOOKBENCH_DATA, else the platform's usual place.

Examples:
  hookbench serve --tunnel
  hookbench captures --limit 10
  hookbench replay latest --to http://localhost:3000/webhooks`,
    )
  addServeCommand(program, context)
  addCapturesCommand(program, context)
  addShowCommand(program, context)
  addCopyCommand(program, context)
  addDiffCommand(program, context, finish)
  addTypesCommand(program, context)
  addReplayCommand(program, context, finish)
  addVerifyCommand(program, context, finish)
  addSignCommand(program, context)
  addExportCommand(program, context, finish)
  addTagCommand(program, context)
  addImportCommand(program, context, finish)
  addBackupCommand(program, context)
  addRestoreCommand(program, context)
  addLogCommand(program, context)
  return program
}

async function reportError(error: unknown, { err }: CommandContext): Promise<number> {
  if (error instanceof ClosedPipeError) return EXIT.done
  // It has said what is wrong already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  const isUsage = error instanceof UsageError || (error instanceof AppError && error.kind === 'invalid-input')
  // Whoever reads the errors may have gone too; there is nobody left to tell.
  await err.line(`hookbench: ${describe(error)}`).catch(() => {})
  return isUsage ? EXIT.usage : EXIT.failed
}

/** One line, whatever it was. */
export function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const text = error instanceof AppError || error instanceof UsageError ? message : `unexpected: ${message}`
  return text.replace(/\s*\n\s*/g, ' ')
}
