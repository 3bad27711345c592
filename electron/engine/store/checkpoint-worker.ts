import path from 'node:path'
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { answerQuestions } from '../threads/answer-questions.ts'
import type { LogFrames } from './checkpointer.ts'
import { DATABASE_FILE } from './open-database.ts'

// Copies the write-ahead log into the database, off the receiving loop. PASSIVE never makes the writer wait. It is not
// a second writer: it adds nothing to the log.
const db = new Database(path.join((workerData as { dataFolder: string }).dataFolder, DATABASE_FILE), { timeout: 0 })
db.pragma('wal_autocheckpoint = 0')

/** Null if it could not be done now. */
function checkpoint(): LogFrames | null {
  try {
    const [row] = db.pragma('wal_checkpoint(PASSIVE)') as Array<{ busy: number; log: number; checkpointed: number }>
    return row === undefined || row.log < 0 ? null : { frames: row.log, left: row.log - row.checkpointed }
  } catch {
    // Disk full or locked: the log keeps growing and the next round tries again; the writer reports the trouble.
    return null
  }
}

const calls = { checkpoint }

export type CheckpointCalls = typeof calls

answerQuestions(calls, { close: () => db.close() })
