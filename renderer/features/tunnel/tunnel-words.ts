import { assertNever } from '../../../shared/assert-never.ts'
import { TUNNEL_KIND_FACTS } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'

/** How a tunnel does, in a sentence or two, with what it means for whoever sends. */
export function tunnelSentence(tunnel: TunnelState): string {
  switch (tunnel.kind) {
    case 'off':
      return 'There is no public URL: only programs on this machine can send here.'
    case 'opening':
      return `A public URL is being opened through ${TUNNEL_KIND_FACTS[tunnel.via].label}.`
    case 'open':
      return 'Open and public: anyone who knows the URL can send here.'
    case 'degraded':
      return `Open and public, but not well: ${tunnel.why}`
    case 'lost':
      return `Requests do not arrive: ${tunnel.reason} It is opened again by itself until it is closed.`
    case 'refused':
      return `${tunnel.reason} ${tunnel.advice}`
    default:
      return assertNever(tunnel)
  }
}
