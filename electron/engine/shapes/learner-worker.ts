import { workerData } from 'node:worker_threads'
import type { LearnedType, TypesRequest } from '../../../shared/shape/learned-types.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { ShapeQueries } from '../store/shape-queries.ts'
import type { ShapeKey, StoredShape } from '../store/shape-store.ts'
import { answerQuestions } from '../threads/answer-questions.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import { type LearnedSlice, ShapeLearner } from './shape-learner.ts'
import { listTypes, type TypesAnswer, typesOfEvent } from './types-of-event.ts'

// Shapes are learned on a thread of its own, with a read-only connection: the receiver never waits for one.
giveWayToReceiver({ nobodyWaits: true })
const db = openReadingDatabase((workerData as { dataFolder: string }).dataFolder)
const queries = new ShapeQueries(new ReadConnection(db))
const learner = new ShapeLearner(queries)
/** Learns an endpoint's shapes from the beginning, while it is asked to. */
let anew: ShapeLearner | null = null

const calls = {
  slice: (after: number, upTo: number, most?: number): LearnedSlice => learner.slice(after, upTo, most),
  /** Learns the shapes of an endpoint from the beginning; `after` 0 begins. */
  anew: (endpoint: string, after: number, upTo: number): { last: number | null } => {
    if (after === 0 || anew === null) anew = new ShapeLearner(queries, { endpoint, holdsAll: true, anew: true })
    return { last: anew.slice(after, upTo).last }
  },
  /** What was learned so takes the place of what there was. */
  adopt: (endpoint: string): { kept: ReadonlyArray<StoredShape>; forgotten: ReadonlyArray<ShapeKey> } => {
    const adopted = anew === null ? { kept: [], forgotten: [] } : learner.adopt(endpoint, anew)
    anew = null
    return adopted
  },
  /** What is to be kept now. */
  flush: (): ReadonlyArray<StoredShape> => learner.flush(),
  list: (): ReadonlyArray<LearnedType> => listTypes(queries, learner),
  types: (request: TypesRequest): TypesAnswer => typesOfEvent(queries, learner, request),
}

export type LearnerCalls = typeof calls

answerQuestions(calls, { close: () => db.close() })
