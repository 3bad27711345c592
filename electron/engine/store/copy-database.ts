import fs from 'node:fs'
import Database from 'better-sqlite3'

/** 1 MiB of it: then progress is told, and cancelling is heard of. */
const PAGES_A_STEP = 256

/** Copies a database, which others write to, to a new file. `progress` is in pages. Takes its time: for a thread of its own. */
export async function copyDatabase(
  from: string,
  to: string,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const db = new Database(from, { readonly: true, timeout: 5000 })
  try {
    // One state of the database from the first page to the last: else the copy would begin anew with every commit.
    db.exec('BEGIN')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    fs.closeSync(fs.openSync(to, 'wx', 0o600))
    await db.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        progress(totalPages - remainingPages, totalPages)
        return PAGES_A_STEP
      },
    })
  } finally {
    db.close()
  }
  // One file, without a log of its own beside it.
  const written = new Database(to)
  written.pragma('journal_mode = DELETE')
  written.close()
}
