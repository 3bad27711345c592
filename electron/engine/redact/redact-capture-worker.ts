import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { redactCapture } from './redact-capture.ts'
import type { FromRedactWorker, RedactWork } from './redact-capture-thread.ts'

const { dataFolder, id, order, maxBody } = workerData as RedactWork

parentPort?.postMessage(await answer())

async function answer(): Promise<FromRedactWorker> {
  const db = openReadingDatabase(dataFolder)
  try {
    return { kind: 'redacted', capture: await redactCapture(db, id, order, maxBody) }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'refused', error: { kind: error.kind, message: error.message } }
    throw error
  } finally {
    db.close()
  }
}
