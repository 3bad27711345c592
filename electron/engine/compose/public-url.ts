import { publicUrlOf, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import type { RunningReceiver } from '../receiver/running-receiver.ts'
import { FidelityService } from '../tunnel/fidelity/fidelity-service.ts'
import { tunnelKinds } from '../tunnel/tunnel-kinds.ts'
import { openTunnelMemory } from '../tunnel/tunnel-memory.ts'
import { overrideTunnel, type TunnelOverrides } from '../tunnel/tunnel-overrides.ts'
import { TunnelSecrets } from '../tunnel/tunnel-secrets.ts'
import { TunnelService } from '../tunnel/tunnel-service.ts'
import type { Foundation } from './foundation.ts'

const MEMORY = 'tunnel'

export interface PublicUrl {
  readonly tunnel: TunnelService
  readonly fidelity: FidelityService
  readonly tunnelSecrets: TunnelSecrets
  /** Of the tunnel, without an endpoint's path; null if none is open. */
  url(): string | null
  /** How it goes is a state, not an error. Throws `AppError` without a receiver. */
  open(overrides?: TunnelOverrides): void
  /** Opens again what was open at the last end, if the user wants that. */
  reopen(): void
}

/** The tunnel that gives the receiver a public URL, and the check of what it does to requests. */
export function composePublicUrl(
  { store, settings, secretBox, hub, tell, notices, log }: Foundation,
  receiver: RunningReceiver,
  { changed }: { changed(): void },
): PublicUrl {
  const keep = (text: string): void => {
    store.queue
      .write(() => store.meta.set(MEMORY, text))
      .catch((error: unknown) => log.warn('The tunnel could not be remembered', { error: String(error) }))
  }
  const tunnelSecrets = new TunnelSecrets(store, secretBox)
  let told: TunnelState['kind'] = 'off'
  const tunnel = new TunnelService({
    kinds: tunnelKinds,
    door: receiver,
    receiverPort: () => receiver.port,
    secret: (kind) => tunnelSecrets.get(kind),
    memory: openTunnelMemory(store.meta.get(MEMORY), keep, log),
    log,
    onChange: () => {
      // Each state is told, however short it was: a tunnel that was lost and is back may have missed something.
      if (tunnel.state.kind === told) tell.state()
      else tell.state.flush()
      told = tunnel.state.kind
      changed()
    },
    onNotice: (message) => notices.add(message),
  })
  const fidelity = new FidelityService({
    kinds: tunnelKinds,
    expectProbe: receiver.expectProbe.bind(receiver),
    tunnel: () => tunnel.state,
    detour: () => tunnel.detour,
    newest: (kind) => store.tunnelChecks.newest(kind),
    keep: (report) => store.queue.write(() => store.tunnelChecks.save(report)),
    onState: (state) => hub.publish({ event: 'tunnel.check', state }),
    log,
  })
  const open = (overrides: TunnelOverrides = {}): void => {
    receiver.expect()
    tunnel.open(() => overrideTunnel(settings.get().tunnel, overrides))
  }
  return {
    tunnel,
    fidelity,
    tunnelSecrets,
    url: () => publicUrlOf(tunnel.state),
    open,
    reopen: () => {
      if (settings.get().tunnel.reopen && tunnel.wasOpen) open()
    },
  }
}
