import type { TunnelSettings } from '../../../../shared/tunnel/tunnel-settings.ts'
import { DEFAULT_TUNNEL_SETTINGS } from '../../../../shared/tunnel/tunnel-settings.ts'
import { publicUrlOf, type TunnelState } from '../../../../shared/tunnel/tunnel-state.ts'
import { quietLog } from '../../testing/quiet-log.ts'
import { localtunnel } from '../localtunnel.ts'
import type { TunnelKinds } from '../tunnel.ts'
import { openTunnelMemory, type TunnelMemory } from '../tunnel-memory.ts'
import { TunnelService, type TunnelServiceOptions } from '../tunnel-service.ts'
import { createTestDoor, type TestDoor } from './test-door.ts'

export interface ServiceFixture {
  readonly service: TunnelService
  readonly door: TestDoor
  /** Every state since the beginning, in order; those that only differ in times and latency once. */
  readonly states: ReadonlyArray<TunnelState>
  readonly notices: ReadonlyArray<string>
  /** Read at each try, as the engine's settings are. */
  settings: TunnelSettings
  open(): void
  publicUrl(): string
  close(): Promise<void>
}

export interface FixtureOptions extends Partial<Pick<TunnelServiceOptions, 'timing' | 'now'>> {
  readonly host: string
  readonly subdomain?: string | null
  readonly probeSeconds?: number
  readonly kinds?: TunnelKinds
  readonly memory?: TunnelMemory
}

/** A tunnel's service before a receiver that keeps nothing, with the real localtunnel client unless told otherwise. */
export function createServiceFixture(options: FixtureOptions): ServiceFixture {
  const { host, subdomain = null, probeSeconds = 0.2, kinds = { localtunnel }, timing, now } = options
  const log = quietLog()
  const door = createTestDoor()
  const states: TunnelState[] = []
  const notices: string[] = []
  let last = ''
  const service = new TunnelService({
    kinds,
    door,
    receiverPort: () => 0,
    secret: () => null,
    memory: options.memory ?? openTunnelMemory(null, () => {}, log),
    log,
    onChange: () => {
      const now = JSON.stringify(comparable(service.state))
      if (now !== last) states.push(service.state)
      last = now
    },
    onNotice: (message) => notices.push(message),
    ...(timing === undefined ? {} : { timing }),
    ...(now === undefined ? {} : { now }),
  })
  door.onRequest = () => service.sawTraffic()
  const fixture: ServiceFixture = {
    service,
    door,
    states,
    notices,
    settings: { ...DEFAULT_TUNNEL_SETTINGS, probeSeconds, localtunnel: { host, subdomain } },
    open: () => service.open(() => fixture.settings),
    publicUrl() {
      const url = publicUrlOf(service.state)
      if (url === null) throw new Error(`The tunnel is ${service.state.kind}`)
      return url
    },
    async close() {
      await service.close()
      door.close()
    },
  }
  return fixture
}

function comparable(state: TunnelState): unknown {
  switch (state.kind) {
    case 'open':
      return [state.kind, state.url]
    case 'degraded':
      return [state.kind, state.url, state.why]
    case 'lost':
      return [state.kind, state.url, state.reason]
    default:
      return [state.kind]
  }
}
