import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { dataFolder } from '../data-folder.ts'
import { makePrivateFolder } from '../engine/private-folder.ts'
import { runBackupThread } from '../engine/storage/backup-thread.ts'
import { BACKUPS_FOLDER, backupName } from '../engine/storage/data-files.ts'
import { copyAtRest, removeDatabase, replaceDatabase } from '../engine/storage/replace-database.ts'
import { takeEngineLock } from '../engine/store/engine-lock.ts'
import { type EngineClient, findRunningEngine } from '../transport/http/client.ts'
import { type CommandContext, UsageError } from './command-context.ts'

interface RestoreOptions {
  readonly data?: string
}

export function addRestoreCommand(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .summary('put a backup in the place of the database')
    .description('Puts a backup in the place of the database, once it was looked over. What was there is set aside.')
    .argument('<file>', 'backup, as `hookbench backup` wrote it')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
A Hookbench that runs on the data folder takes it over by itself; for about a second nothing is received. The database that
was replaced stays in the data folder: its file is printed. To undo, restore that file.

Example:
  hookbench restore /mnt/usb/hookbench.db`,
    )
    .action((file: string, _options, command: Command) =>
      restore(context, path.resolve(file), command.optsWithGlobals<RestoreOptions>()),
    )
}

async function restore({ out, env }: CommandContext, file: string, options: RestoreOptions): Promise<void> {
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) throw new UsageError(`${file} is no file.`)
  const folder = dataFolder({ asked: options.data, env })
  makePrivateFolder(folder)
  const running = await findRunningEngine(folder)
  const setAside =
    running === null ? await restoreAlone(folder, file) : await restoreRunning(running.client, folder, file)
  await out.line(`Restored. What was there is now ${path.join(folder, setAside)}`)
}

async function restoreAlone(folder: string, file: string): Promise<string> {
  const lock = takeEngineLock(folder)
  try {
    await runBackupThread({ kind: 'check', file })
    return replaceDatabase(folder, file)
  } finally {
    lock.release()
  }
}

/** Looked over where it lies, so that an error names the file that was typed, and before anything is copied. */
async function restoreRunning(client: EngineClient, folder: string, file: string): Promise<string> {
  const backups = path.join(folder, BACKUPS_FOLDER)
  const isBackup = path.dirname(file) === backups
  if (!isBackup) await runBackupThread({ kind: 'check', file })
  const name = isBackup ? path.basename(file) : bringIn(backups, file)
  try {
    return (await client.call('storage.restore', { name })).setAside
  } finally {
    // It is in its place now, and lies where it came from.
    if (!isBackup) removeDatabase(path.join(backups, name))
  }
}

/** The name, among the backups of the data folder, of a copy of a file that may lie anywhere. */
function bringIn(backups: string, file: string): string {
  makePrivateFolder(backups)
  const name = backupName(Date.now())
  copyAtRest(file, path.join(backups, name))
  return name
}
