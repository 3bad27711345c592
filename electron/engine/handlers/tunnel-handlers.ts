import type { Handlers } from '../../../shared/contract/contract.ts'
import { TUNNEL_KINDS, type TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelAvailability } from '../../../shared/tunnel/tunnel-state.ts'
import type { FidelityService } from '../tunnel/fidelity/fidelity-service.ts'
import type { TunnelKinds } from '../tunnel/tunnel.ts'
import type { TunnelSecrets } from '../tunnel/tunnel-secrets.ts'
import type { TunnelService } from '../tunnel/tunnel-service.ts'

type TunnelChannel =
  | 'tunnel.open'
  | 'tunnel.close'
  | 'tunnel.retryNow'
  | 'tunnel.acknowledgeUrl'
  | 'tunnel.kinds'
  | 'tunnel.setSecret'
  | 'tunnel.check'
  | 'tunnel.cancelCheck'
  | 'tunnel.lastCheck'

export interface TunnelHandlerOptions {
  readonly tunnel: TunnelService
  readonly kinds: TunnelKinds
  readonly secrets: TunnelSecrets
  readonly fidelity: FidelityService
  settings(): TunnelSettings
  open(): void
}

export function tunnelHandlers(options: TunnelHandlerOptions): Pick<Handlers, TunnelChannel> {
  const { tunnel, kinds, secrets, fidelity } = options
  return {
    'tunnel.open': () => {
      options.open()
      return {}
    },
    'tunnel.close': async () => {
      await tunnel.close()
      return {}
    },
    'tunnel.retryNow': () => {
      tunnel.retryNow()
      return {}
    },
    'tunnel.acknowledgeUrl': () => {
      tunnel.acknowledgeUrl()
      return {}
    },
    'tunnel.kinds': () =>
      Promise.all(
        TUNNEL_KINDS.map(async (id) => ({
          id,
          availability: await availabilityOf(id, kinds, options.settings()),
          hasSecret: secrets.has(id),
        })),
      ),
    'tunnel.check': () => fidelity.start(),
    'tunnel.cancelCheck': () => fidelity.cancel(),
    'tunnel.lastCheck': ({ kind }) => fidelity.state(kind),
    'tunnel.setSecret': async ({ kind, secret }) => {
      await secrets.set(kind, secret)
      return {}
    },
  }
}

async function availabilityOf<Id extends TunnelKindId>(
  id: Id,
  kinds: TunnelKinds,
  settings: TunnelSettings,
): Promise<TunnelAvailability> {
  const kind: TunnelKinds[Id] = kinds[id]
  if (kind === undefined) return { kind: 'missing', reason: 'It does not run here.', advice: 'Choose another one.' }
  return kind.available(settings[id])
}
