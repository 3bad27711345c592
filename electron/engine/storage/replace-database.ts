import fs from 'node:fs'
import path from 'node:path'
import { DATABASE_FILE } from '../store/open-database.ts'
import { INDEX_FILE } from '../store/search/index-file.ts'
import { fileStamp, REPLACED_PREFIX } from './data-files.ts'

/** What belongs to the database, the search index included: it is of what is replaced. */
const SUFFIXES = ['', '-wal', '-shm']

/**
 * Puts a copy of a checked backup in the place of the database, which nobody may have open. What was there is set aside:
 * its file's name is the answer. The backup stays.
 */
export function replaceDatabase(dataFolder: string, backup: string, now = Date.now()): string {
  const database = path.join(dataFolder, DATABASE_FILE)
  const incoming = `${database}.incoming`
  const setAside = `${REPLACED_PREFIX}${fileStamp(now)}`
  // First the copy, which may not fit on the disk; then only names change.
  fs.copyFileSync(backup, incoming)
  fs.chmodSync(incoming, 0o600)
  moveAll(database, path.join(dataFolder, setAside))
  fs.renameSync(incoming, database)
  for (const suffix of SUFFIXES) fs.rmSync(path.join(dataFolder, INDEX_FILE + suffix), { force: true })
  return setAside
}

/** Takes back what `replaceDatabase` did. */
export function putBack(dataFolder: string, setAside: string): void {
  const database = path.join(dataFolder, DATABASE_FILE)
  for (const suffix of SUFFIXES) fs.rmSync(database + suffix, { force: true })
  moveAll(path.join(dataFolder, setAside), database)
}

function moveAll(from: string, to: string): void {
  for (const suffix of SUFFIXES) if (fs.existsSync(from + suffix)) fs.renameSync(from + suffix, to + suffix)
}
