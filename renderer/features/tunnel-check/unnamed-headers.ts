import { type Endpoint, headerName } from '../../../shared/endpoint/endpoint.ts'

/** Of headers that a tunnel added those that the endpoint does not name yet, each once. What arrived may be no name. */
export function unnamedHeaders({ tunnelHeaders }: Pick<Endpoint, 'tunnelHeaders'>, added: readonly string[]): string[] {
  const named = new Set(tunnelHeaders.map((name) => name.toLowerCase()))
  return added.filter((name) => {
    const lower = name.toLowerCase()
    if (named.has(lower) || !headerName.safeParse(name).success) return false
    named.add(lower)
    return true
  })
}
