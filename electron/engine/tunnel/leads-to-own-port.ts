import type { TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import { publicUrlOf, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import type { TunnelKinds } from './tunnel.ts'

/**
 * Whether strangers may come to the receiver's own port, from this machine: a proxy or a program that was told the port
 * beforehand leads there. It may do so with the tunnel switched off, too, so its being chosen is enough.
 */
export function leadsToOwnPort(
  kinds: TunnelKinds,
  settings: TunnelSettings,
  state: TunnelState,
  hasDoor: (via: TunnelKindId) => boolean,
): boolean {
  if (dialsOwnPort(kinds, settings.kind, settings)) return true
  if (state.kind === 'off') return false
  // It was opened with settings that may be others now.
  return dialsOwnPort(kinds, state.via, settings) || (publicUrlOf(state) !== null && !hasDoor(state.via))
}

function dialsOwnPort<Id extends TunnelKindId>(kinds: TunnelKinds, id: Id, settings: TunnelSettings): boolean {
  const kind: TunnelKinds[Id] = kinds[id]
  return kind?.door(settings[id]) === 'receiver'
}
