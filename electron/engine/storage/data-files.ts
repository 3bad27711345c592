import fs from 'node:fs'
import path from 'node:path'
import type { Backup, DataFile, DataFileKind } from '../../../shared/storage/storage-usage.ts'
import { DATABASE_FILE } from '../store/open-database.ts'

export const BACKUPS_FOLDER = 'backups'
/** Begins the name of a database that another one took the place of. */
export const REPLACED_PREFIX = `${DATABASE_FILE}.replaced-`

/** What a copy of the database is called. */
export function backupName(now: number): string {
  return `hookbench-${fileStamp(now)}.db`
}

/** A time as a part of file names, such as `2026-11-21T08-30-00`. */
export function fileStamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
}

/** Everything in a data folder. Files that come and go while it is looked at are left out. */
export async function dataFiles(dataFolder: string): Promise<DataFile[]> {
  const names = await fs.promises.readdir(dataFolder)
  const files = await Promise.all(
    names.sort().map(async (name) => ({ kind: kindOf(name), name, bytes: await bytesOf(path.join(dataFolder, name)) })),
  )
  const backups = await listBackups(dataFolder)
  return [
    ...files.filter(({ name, bytes }) => name !== BACKUPS_FOLDER && bytes > 0),
    ...backups.map(({ name, bytes }) => ({ kind: 'backup' as const, name, bytes })),
  ]
}

/** Newest first. */
export async function listBackups(dataFolder: string): Promise<Backup[]> {
  const folder = path.join(dataFolder, BACKUPS_FOLDER)
  const names = await fs.promises.readdir(folder).catch(() => [])
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith('.db'))
      .map(async (name) => {
        const stat = await fs.promises.stat(path.join(folder, name)).catch(() => null)
        return stat?.isFile() ? [{ name, bytes: stat.size, at: Math.round(stat.mtimeMs) }] : []
      }),
  )
  return found.flat().sort((a, b) => b.at - a.at)
}

/** Where a backup, or a database that was set aside, lies; null for anything else. */
export async function removableFile(dataFolder: string, name: string): Promise<string | null> {
  const file = (await dataFiles(dataFolder)).find((other) => other.name === name)
  if (file?.kind === 'backup') return path.join(dataFolder, BACKUPS_FOLDER, name)
  return file?.kind === 'set-aside' ? path.join(dataFolder, name) : null
}

function kindOf(name: string): DataFileKind {
  if (name === DATABASE_FILE) return 'database'
  if (name === `${DATABASE_FILE}-wal` || name === `${DATABASE_FILE}-shm`) return 'log'
  if (name.startsWith(`${DATABASE_FILE}.damaged-`) || name.startsWith(REPLACED_PREFIX)) return 'set-aside'
  if (name.startsWith('index.db')) return 'index'
  if (/\.log(\.\d+)?$|^logs?$/.test(name)) return 'logs'
  return /^(uploads|exports|imports)$/.test(name) ? 'passing' : 'other'
}

async function bytesOf(file: string): Promise<number> {
  const stat = await fs.promises.lstat(file).catch(() => null)
  if (stat === null) return 0
  if (!stat.isDirectory()) return stat.size
  const names = await fs.promises.readdir(file).catch(() => [])
  const sizes = await Promise.all(names.map((name) => bytesOf(path.join(file, name))))
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}
