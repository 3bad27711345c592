import { useEndpoints } from '../../app/engine-queries.ts'

/** A call takes no more names. */
const MOST = 100

/** Names of the headers that tunnels add, of all endpoints: a run may hold captures of any. */
export function useAllAddedNames(): readonly string[] {
  const names = (useEndpoints().data ?? []).flatMap((endpoint) => endpoint.tunnelHeaders)
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()].slice(0, MOST)
}
