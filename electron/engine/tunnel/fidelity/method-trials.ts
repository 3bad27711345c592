import type { FidelityItemId } from '../../../../shared/tunnel/fidelity.ts'
import { asSent, ITEM_MS, type Trial } from './trial.ts'

const METHODS: ReadonlyArray<readonly [id: FidelityItemId, method: string, hasBody: boolean]> = [
  ['method-get', 'GET', false],
  ['method-put', 'PUT', true],
  ['method-patch', 'PATCH', true],
  ['method-delete', 'DELETE', false],
  ['method-options', 'OPTIONS', false],
  ['method-head', 'HEAD', false],
  ['method-unusual', 'PROPFIND', false],
]

/** POST is what all the others are sent with. */
export const METHOD_TRIALS: ReadonlyArray<Trial> = METHODS.map(([id, method, hasBody]) => ({
  id,
  timeoutMs: ITEM_MS,
  requests: async (path) => [
    {
      method,
      path,
      headers: hasBody ? [['Content-Type', 'text/plain']] : [],
      body: hasBody ? { kind: 'whole', bytes: Buffer.from(`body of ${method}`) } : { kind: 'none' },
    },
  ],
  judge: asSent,
}))
