import { parentPort, workerData } from 'node:worker_threads'
import { giveWayToReceiver } from '../give-way.ts'
import { openReadingDatabase } from './open-database.ts'
import { answerQuery, readQueries } from './read-queries.ts'
import type { ReadAnswer, ReaderData, ReadQuestion } from './store-reader.ts'

// A read-only connection on a thread of its own: a slow question never holds up the receiver.
const { dataFolder, givesWay } = workerData as ReaderData
if (givesWay) giveWayToReceiver()
const db = openReadingDatabase(dataFolder)
const queries = readQueries(db)

parentPort?.on('message', (question: ReadQuestion | 'close') => {
  if (question === 'close') {
    db.close()
    parentPort?.close()
    return
  }
  parentPort?.postMessage(answer(question))
})

function answer(question: ReadQuestion): ReadAnswer {
  try {
    return { id: question.id, ok: true, value: answerQuery(queries, question.query, question.args) }
  } catch (error) {
    const { message, code } = error as { message: string; code?: string }
    return { id: question.id, ok: false, message, code }
  }
}
