import { parentPort, workerData } from 'node:worker_threads'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { ShapeQueries } from '../store/shape-queries.ts'
import type { LearnerAnswer, LearnerCall, LearnerCalls, LearnerQuestion } from './learner-messages.ts'
import { ShapeLearner } from './shape-learner.ts'
import { listTypes, typesOfEvent } from './types-of-event.ts'

// Shapes are learned on a thread of its own, with a read-only connection: the receiver never waits for one.
const db = openReadingDatabase((workerData as { dataFolder: string }).dataFolder)
const queries = new ShapeQueries(new ReadConnection(db))
const learner = new ShapeLearner(queries)
/** Learns an endpoint's shapes from the beginning, while it is asked to. */
let anew: ShapeLearner | null = null

const calls: { [Call in LearnerCall]: (question: LearnerCalls[Call]['question']) => LearnerCalls[Call]['answer'] } = {
  slice: ({ after, upTo }) => learner.slice(after, upTo),
  anew: ({ endpoint, after, upTo }) => {
    if (after === 0 || anew === null) anew = new ShapeLearner(queries, { endpoint, holdsAll: true, anew: true })
    return { last: anew.slice(after, upTo).last }
  },
  adopt: ({ endpoint }) => {
    const adopted = anew === null ? { kept: [], forgotten: [] } : learner.adopt(endpoint, anew)
    anew = null
    return adopted
  },
  flush: () => learner.flush(),
  list: () => listTypes(queries, learner),
  types: (request) => typesOfEvent(queries, learner, request),
}

parentPort?.on('message', (message: LearnerQuestion | 'close') => {
  if (message === 'close') {
    db.close()
    parentPort?.close()
  } else {
    parentPort?.postMessage(answer(message))
  }
})

function answer({ id, call, question }: LearnerQuestion): LearnerAnswer {
  try {
    return { id, ok: true, answer: (calls[call] as (question: unknown) => unknown)(question) }
  } catch (error) {
    // The stack names places in the code and nothing of what was learned from.
    return { id, ok: false, message: String((error as Error).stack ?? error) }
  }
}
