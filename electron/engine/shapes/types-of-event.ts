import { nearWords } from '../../../shared/near-words.ts'
import { copySeen } from '../../../shared/shape/copy-seen.ts'
import { emitTypes } from '../../../shared/shape/emit-types.ts'
import type { LearnedType, TypesRequest, WrittenTypes } from '../../../shared/shape/learned-types.ts'
import { mergeShape } from '../../../shared/shape/merge-shapes.ts'
import { emptyShape } from '../../../shared/shape/shape.ts'
import type { ShapeQueries } from '../store/shape-queries.ts'
import type { LearnedShape } from './learned-shape.ts'
import type { ShapeLearner } from './shape-learner.ts'

export type TypesAnswer =
  | { readonly kind: 'types'; readonly types: Omit<WrittenTypes, 'behind'> }
  /** There is no such event type; these are like it. */
  | { readonly kind: 'unknown'; readonly near: ReadonlyArray<string>; readonly known: number }

const MOST_NEAR = 5

/** Every event type whose shape is known: those that are kept, and those that are only in memory yet. */
export function listTypes(queries: ShapeQueries, learner: ShapeLearner): LearnedType[] {
  const all = new Map<string, LearnedType>()
  for (const facts of [...queries.list(), ...learner.all()]) {
    const { endpoint, provider, eventType, captures, leftOut, newestAt } = facts
    if (captures + leftOut === 0) continue
    all.set(JSON.stringify([eventType, endpoint, provider]), {
      endpoint,
      provider,
      eventType,
      captures,
      leftOut,
      newestAt,
    })
  }
  return [...all.values()].sort((left, right) => (left.eventType < right.eventType ? -1 : 1))
}

/** The types of an event at all endpoints, or at one, merged. */
export function typesOfEvent(queries: ShapeQueries, learner: ShapeLearner, request: TypesRequest): TypesAnswer {
  const known = listTypes(queries, learner)
  const wanted = known.filter(
    ({ eventType, endpoint, provider }) =>
      eventType === request.eventType &&
      (request.endpoint === undefined || endpoint === request.endpoint) &&
      (request.provider === undefined || provider === request.provider),
  )
  const found = wanted.flatMap((key) => learner.find(key) ?? [])
  if (found.length === 0) {
    const names = known.filter(({ endpoint }) => request.endpoint === undefined || endpoint === request.endpoint)
    const near = nearWords(request.eventType, names.map(({ eventType }) => eventType).filter(Boolean), MOST_NEAR)
    return { kind: 'unknown', near, known: names.length }
  }
  return { kind: 'types', types: emitted(found, request) }
}

function emitted(found: ReadonlyArray<LearnedShape>, request: TypesRequest): Omit<WrittenTypes, 'behind'> {
  const shape = emptyShape()
  // Copies: merging uses up what it is given.
  for (const learned of found) mergeShape(shape, { level: learned.shape.level, root: copySeen(learned.shape.root) })
  const captures = sum(found, (learned) => learned.captures)
  const leftOut = sum(found, (learned) => learned.leftOut)
  const newestAt = Math.max(...found.map((learned) => learned.newestAt))
  const sources = found.map(({ endpoint, provider }) => ({ endpoint, provider }))
  const name = request.eventType === '' ? `${sources[0]?.endpoint ?? ''} payload` : request.eventType
  const about = [
    `From ${captures === 1 ? 'one capture' : `${captures.toLocaleString('en')} captures`} of ${describeEvent(request.eventType)} at ${sources
      .map(({ endpoint, provider }) => (provider === '' ? endpoint : `${endpoint} (${provider})`))
      .join(', ')}, the newest of ${new Date(newestAt).toISOString()}.`,
    ...(leftOut === 0 ? [] : [`${leftOut.toLocaleString('en')} more had no whole JSON or form of up to 4 MiB.`]),
  ]
  return { text: emitTypes(shape, request.language, { name, about }), captures, leftOut, newestAt, sources }
}

function describeEvent(eventType: string): string {
  return eventType === '' ? 'no event type' : eventType
}

function sum<Item>(items: ReadonlyArray<Item>, count: (item: Item) => number): number {
  return items.reduce((total, item) => total + count(item), 0)
}
