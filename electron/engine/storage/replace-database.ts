import fs from 'node:fs'
import path from 'node:path'
import { DATABASE_FILE } from '../store/open-database.ts'
import { INDEX_FILE } from '../store/search/index-file.ts'
import { fileStamp, REPLACED_PREFIX } from './data-files.ts'

/** The files of one database. The log first: without it, what it holds of the other one would be missing. */
const SUFFIXES = ['-wal', '-shm', '']

/**
 * Puts a copy of a checked backup in the place of the database, which nobody may have open. What was there is set aside:
 * its file's name is the answer. The backup stays.
 */
export function replaceDatabase(dataFolder: string, backup: string, now = Date.now()): string {
  const database = path.join(dataFolder, DATABASE_FILE)
  const incoming = `${database}.incoming`
  const setAside = `${REPLACED_PREFIX}${fileStamp(now)}`
  // First the copy, which may not fit on the disk; then only names change.
  removeDatabase(incoming)
  copyAtRest(backup, incoming)
  moveAll(database, path.join(dataFolder, setAside))
  moveAll(incoming, database)
  // It is of what was replaced.
  removeDatabase(path.join(dataFolder, INDEX_FILE))
  return setAside
}

/**
 * Copies a database that nobody writes to, to a new file. With its log: where an engine did not end by itself, that holds
 * what came last.
 */
export function copyAtRest(from: string, to: string): void {
  for (const suffix of ['-wal', '']) {
    if (suffix !== '' && !fs.existsSync(from + suffix)) continue
    fs.copyFileSync(from + suffix, to + suffix, fs.constants.COPYFILE_EXCL)
    fs.chmodSync(to + suffix, 0o600)
  }
}

export function removeDatabase(file: string): void {
  for (const suffix of SUFFIXES) fs.rmSync(file + suffix, { force: true })
}

/** Takes back what `replaceDatabase` did. */
export function putBack(dataFolder: string, setAside: string): void {
  const database = path.join(dataFolder, DATABASE_FILE)
  removeDatabase(database)
  moveAll(path.join(dataFolder, setAside), database)
}

function moveAll(from: string, to: string): void {
  for (const suffix of SUFFIXES) if (fs.existsSync(from + suffix)) fs.renameSync(from + suffix, to + suffix)
}
