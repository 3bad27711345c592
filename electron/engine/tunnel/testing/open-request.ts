import type { TunnelKindId } from '../../../../shared/tunnel/tunnel-kind.ts'
import { DEFAULT_TUNNEL_SETTINGS, type TunnelSettings } from '../../../../shared/tunnel/tunnel-settings.ts'
import { quietLog } from '../../testing/quiet-log.ts'
import type { OpenRequest } from '../tunnel.ts'

/** What a kind is asked in tests: its default settings with some changed. */
export function openRequest<Id extends TunnelKindId>(
  id: Id,
  settings: Partial<TunnelSettings[Id]> = {},
  rest: Partial<Omit<OpenRequest<Id>, 'settings'>> = {},
): OpenRequest<Id> {
  return {
    port: 4650,
    settings: { ...DEFAULT_TUNNEL_SETTINGS[id], ...settings },
    secret: null,
    lastUrl: null,
    signal: new AbortController().signal,
    log: quietLog(),
    ...rest,
  }
}
