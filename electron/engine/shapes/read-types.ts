import { setImmediate } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { LearnedType, TypesRequest, WrittenTypes } from '../../../shared/shape/learned-types.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { ShapeQueries } from '../store/shape-queries.ts'
import { ShapeLearner } from './shape-learner.ts'
import { listTypes, typesOfEvent } from './types-of-event.ts'
import { unknownEvent } from './unknown-event.ts'

/** Captures that no engine has learned from yet; of more, the newest are taken. */
const MOST_BEHIND = 100_000

/** How much of what is new to the shapes that are kept was looked at. */
export interface ReadingProgress {
  readonly done: number
  readonly total: number
}

/** Types without an engine: the shapes that are kept, and what came since, of which nothing is kept. */
export async function readTypes(
  db: Database,
  request: TypesRequest,
  progress: (progress: ReadingProgress) => Promise<void>,
): Promise<WrittenTypes> {
  const { queries, learner, behind } = await learnRest(db, request, progress)
  const answer = typesOfEvent(queries, learner, request)
  if (answer.kind === 'types') return { ...answer.types, behind }
  throw new AppError('not-found', unknownEvent(request, answer))
}

/** Every event type that there is something of. */
export async function readTypeList(db: Database): Promise<LearnedType[]> {
  const { queries, learner } = await learnRest(db, {}, async () => {})
  return listTypes(queries, learner)
}

async function learnRest(
  db: Database,
  { endpoint }: Partial<TypesRequest>,
  progress: (progress: ReadingProgress) => Promise<void>,
) {
  const queries = new ShapeQueries(new ReadConnection(db))
  // All event types of the endpoint: which there are, is said when this one is not among them.
  const learner = new ShapeLearner(queries, { endpoint, holdsAll: true })
  const [kept, newest] = [queries.through(), queries.newest()]
  const from = Math.max(kept, newest - MOST_BEHIND)
  let after = from
  while (after < newest) {
    after = learner.slice(after, newest).last ?? newest
    // Whoever wants to stop it is heard in between.
    await setImmediate()
    await progress({ done: after - from, total: newest - from })
  }
  return { queries, learner, behind: from - kept }
}
