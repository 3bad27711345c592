import path from 'node:path'
import type { Command } from 'commander'
import { dataFolder } from '../data-folder.ts'
import { makePrivateFolder } from '../engine/private-folder.ts'
import { BACKUPS_FOLDER, backupName } from '../engine/storage/data-files.ts'
import { makeBackup } from '../engine/storage/make-backup.ts'
import type { CommandContext } from './command-context.ts'

interface BackupOptions {
  readonly data?: string
  readonly output?: string
}

export function addBackupCommand(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .summary('copy the whole database, also while it is used')
    .description(
      'Copies the whole database as it is at one moment, and looks the copy over. Receiving goes on meanwhile.',
    )
    .option('-o, --output <file>', `file to write (default: one in the folder "${BACKUPS_FOLDER}" of the data folder)`)
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
A backup holds captures, deliveries, notes and settings. Saved secrets are in it too, sealed with a key that is not: they
can be read in this data folder only. Prints the name of the file.

Examples:
  hookbench backup
  hookbench backup -o /mnt/usb/hookbench.db`,
    )
    .action((_options, command: Command) => backUp(context, command.optsWithGlobals<BackupOptions>()))
}

async function backUp(context: CommandContext, options: BackupOptions): Promise<void> {
  const folder = dataFolder({ asked: options.data, env: context.env })
  // A read-only connection beside the engine's own: whether one runs makes no difference.
  const to = options.output === undefined ? ownFile(folder) : path.resolve(options.output)
  await makeBackup(folder, to, { signal: context.takeStopSignals() })
  await context.out.line(to)
}

function ownFile(folder: string): string {
  const backups = path.join(folder, BACKUPS_FOLDER)
  makePrivateFolder(backups)
  return path.join(backups, backupName(Date.now()))
}
