import type { FidelityItemId } from '../../../../shared/tunnel/fidelity.ts'
import type { KnownRequest } from './known-request.ts'
import { type Arrived, type Finding, ITEM_MS, shown, type Trial } from './trial.ts'

const PATHS: ReadonlyArray<readonly [id: FidelityItemId, path: string]> = [
  ['path-plain', '/path/to/endpoint?a=1&b=2&a=3'],
  ['path-encoded-slash', '/a%2Fb%2fc'],
  ['path-double-slash', '/a//b///c'],
  ['path-dots', '/a/./b/../c'],
  ['path-unicode', '/caf%C3%A9/%E2%82%AC/%7Etilde/~tilde'],
  ['path-empty-query', '/a?'],
]

export const PATH_TRIALS: ReadonlyArray<Trial> = PATHS.map(([id, path]) => ({
  id,
  timeoutMs: ITEM_MS,
  requests: async () => [
    {
      method: 'POST',
      path,
      headers: [['Content-Type', 'text/plain']],
      body: { kind: 'whole', bytes: Buffer.from('path') },
    },
  ],
  judge: judgePath,
}))

/** A proxy of the user's may take away the path that it knows Hookbench by. */
function judgePath({ sentTarget, arrival }: Arrived, { path }: KnownRequest): Finding | null {
  if (arrival.target === sentTarget || arrival.target === path) return null
  const arrived = shown(arrival.target)
  return { how: `It arrives as ${arrived}.`, changes: [{ what: 'path', sent: sentTarget, arrived }] }
}
