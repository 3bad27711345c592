import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { AskStore } from '../store/read-queries.ts'

/** The calls that are answered the same with an engine and without one. */
export type ReadHandlers = Pick<
  Handlers,
  | 'captures.list'
  | 'captures.get'
  | 'captures.attempts'
  | 'captures.previousOfType'
  | 'deliveries.list'
  | 'deliveries.get'
>

export function readHandlers(
  ask: AskStore<'list' | 'get' | 'attempts' | 'previousOfType' | 'deliveries' | 'delivery'>,
): ReadHandlers {
  return {
    'captures.list': (input) => ask('list', input),
    'captures.get': async ({ id }) => foundCapture(await ask('get', id), id),
    'captures.attempts': async ({ id, limit }) => foundCapture(await ask('attempts', id, limit), id),
    'captures.previousOfType': async ({ id }) => foundCapture(await ask('previousOfType', id), id),
    'deliveries.list': ({ captureId }) => ask('deliveries', captureId),
    'deliveries.get': async ({ id }) =>
      found(await ask('delivery', id), `There is no delivery ${id}. Its capture may have been deleted.`),
  }
}

function foundCapture<Value>(value: Value | null, id: string): Value {
  return found(value, `There is no capture ${id}. It may have been deleted.`)
}

function found<Value>(value: Value | null, message: string): Value {
  if (value === null) throw new AppError('not-found', message)
  return value
}
