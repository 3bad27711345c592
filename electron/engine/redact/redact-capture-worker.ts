import { workerData } from 'node:worker_threads'
import { openReadingDatabase } from '../store/open-database.ts'
import { answerQuestions } from '../threads/answer-questions.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import type { RedactionOrder } from './new-redaction.ts'
import { type RedactedCapture, redactCapture } from './redact-capture.ts'

giveWayToReceiver()
const db = openReadingDatabase((workerData as { dataFolder: string }).dataFolder)

const calls = {
  redact: (id: string, order: RedactionOrder, maxBody: number): Promise<RedactedCapture> =>
    redactCapture(db, id, order, maxBody),
}

export type RedactCalls = typeof calls

answerQuestions(calls, { close: () => db.close() })
