import { setTimeout } from 'node:timers/promises'
import { TUNNEL_KIND_FACTS, type TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { Log } from '../log/log.ts'
import {
  type OpenRequest,
  type OpenTunnel,
  type TunnelDoorChoice,
  type TunnelKind,
  type TunnelKinds,
  TunnelRefused,
} from './tunnel.ts'
import type { TunnelDoor } from './tunnel-door.ts'

export interface TunnelOpenerOptions {
  readonly kinds: TunnelKinds
  readonly door: TunnelDoor
  /** The receiver's own port, for kinds that are dialled from outside. */
  readonly receiverPort: () => number
  readonly secret: (kind: TunnelKindId) => string | null
  readonly lastUrl: (settings: TunnelSettings) => string | null
  readonly log: Log
}

export interface OpenedTunnel {
  readonly judge: TunnelKind['probe']
  readonly tunnel: OpenTunnel
}

/** Whatever a kind waits for when it closes, the next try and the engine's end do not. */
const CLOSE_MS = 5_000

/** Opens tunnels one after the other, of the kind that is set, and sees to it that nothing is left of any. */
export class TunnelOpener {
  private readonly options: TunnelOpenerOptions
  private door: { readonly via: TunnelKindId; readonly port: number; close(): Promise<void> } | null = null
  /** An opening that was broken off and has not cleaned up behind itself yet. */
  private late: Promise<void> | null = null

  constructor(options: TunnelOpenerOptions) {
    this.options = options
  }

  /** Rejects with the signal at once; `close` waits for what is still on its way then. */
  async open<Id extends TunnelKindId>(id: Id, settings: TunnelSettings, signal: AbortSignal): Promise<OpenedTunnel> {
    const { options } = this
    const kind: TunnelKind<Id> | undefined = options.kinds[id]
    if (kind === undefined) {
      throw new TunnelRefused(`${TUNNEL_KIND_FACTS[id].label} does not run here.`, 'Choose another one in Settings.')
    }
    const port = await this.portFor(id, kind.door(settings[id]))
    signal.throwIfAborted()
    const request: OpenRequest<Id> = {
      port,
      settings: settings[id],
      secret: options.secret(id),
      lastUrl: options.lastUrl(settings),
      signal,
      log: options.log,
    }
    const opening = kind.open(request)
    try {
      return { judge: kind.probe, tunnel: await untilAborted(opening, signal) }
    } catch (error) {
      // Else the next try would find its name or port taken, and the engine could end before a token is off the disk.
      this.late = opening.then(
        (tunnel) => tunnel.close(),
        () => {},
      )
      throw error
    }
  }

  /** Closes the tunnel that was open, or what an opening left. Never rejects, and takes 5 s at most. */
  async close(tunnel: OpenTunnel | null): Promise<void> {
    const { late } = this
    this.late = null
    try {
      const closing = tunnel === null ? late : tunnel.close()
      if (closing === null) return
      const closed = await Promise.race([closing.then(() => true), setTimeout(CLOSE_MS, false, { ref: false })])
      if (!closed) this.options.log.warn('The tunnel did not close in time', { url: tunnel?.url ?? null })
    } catch (error) {
      this.options.log.error('The tunnel could not be closed', error)
    }
  }

  async closeDoor(): Promise<void> {
    const { door } = this
    this.door = null
    try {
      await door?.close()
    } catch (error) {
      this.options.log.error("The tunnel's port could not be closed", error)
    }
  }

  /** The same one for as long as the kind stays: what is on its way when a tunnel is lost can still be answered. */
  private async portFor(id: TunnelKindId, door: TunnelDoorChoice): Promise<number> {
    const fits = this.door?.via === id && (door === 'own' || door === this.door.port)
    if (!fits) await this.closeDoor()
    if (door === 'receiver') return this.options.receiverPort()
    if (this.door === null) {
      const opened = await this.options.door.openDoor(id, door === 'own' ? undefined : door)
      this.door = { via: id, port: opened.port, close: () => opened.close() }
    }
    return this.door.port
  }
}

/** Settles with the signal even where the opening would not. */
function untilAborted(opening: Promise<OpenTunnel>, signal: AbortSignal): Promise<OpenTunnel> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    opening.then(
      (tunnel) => {
        signal.removeEventListener('abort', abort)
        resolve(tunnel)
      },
      (error) => {
        signal.removeEventListener('abort', abort)
        reject(error)
      },
    )
  })
}
