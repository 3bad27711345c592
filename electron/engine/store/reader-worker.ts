import { workerData } from 'node:worker_threads'
import { answerQuestions, warn } from '../threads/answer-questions.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import { openReadingDatabase } from './open-database.ts'
import { readQueries } from './read-queries.ts'
import type { ReaderData } from './store-reader.ts'

// A read-only connection on a thread of its own: a slow question never holds up the receiver.
const { dataFolder, givesWay } = workerData as ReaderData
if (givesWay) giveWayToReceiver()
const db = openReadingDatabase(dataFolder)

let isEnding = false

answerQuestions(
  readQueries(db, {
    unaskable: (seq, fault) =>
      warn('A capture could not be asked a filter; it counts as one that does not match', { seq, fault }),
    isEnding: () => isEnding,
  }),
  {
    ending: () => {
      isEnding = true
    },
    close: () => db.close(),
  },
)
