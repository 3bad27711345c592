import { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { SshHostKey, TunnelAvailability, TunnelFact } from '../../../shared/tunnel/tunnel-state.ts'
import type { Log } from '../log/log.ts'

/** A way to give a local port a public URL. One file a kind; the supervisor knows only this. */
export interface TunnelKind<Id extends TunnelKindId = TunnelKindId> {
  readonly id: Id
  /**
   * How a probe is judged. `echo`: its answer comes back through the URL. `arrival`: it only has to arrive, since the
   * way answers by itself.
   */
  readonly probe: 'echo' | 'arrival'
  /**
   * Where requests are brought. `own`: to a loopback port that is opened for it, so that what came through it is known;
   * a number is which one, since something outside was told it beforehand. `receiver`: to the receiver's own port.
   */
  door(settings: TunnelSettings[Id]): TunnelDoorChoice
  /** Whether the program or package is there; looks, opens nothing, and settles within seconds. Never rejects. */
  available(settings: TunnelSettings[Id]): Promise<TunnelAvailability>
  /**
   * Resolves once requests to the URL can arrive. Rejects with `TunnelRefused` where trying again is of no use, with
   * another `AppError` whose message a person can act on, and when `signal` aborts. Leaves nothing running behind a
   * rejection.
   */
  open(request: OpenRequest<Id>): Promise<OpenTunnel>
}

/** Every kind that runs here. */
export type TunnelKinds = { readonly [Id in TunnelKindId]?: TunnelKind<Id> }

export type TunnelDoorChoice = 'own' | number | 'receiver'

export interface OpenRequest<Id extends TunnelKindId = TunnelKindId> {
  /** Where requests are brought: on 127.0.0.1 and ::1. */
  readonly port: number
  readonly settings: TunnelSettings[Id]
  /** Unsealed; null if none was set. It goes into no log, argument or environment. */
  readonly secret: string | null
  /** The URL that it had the last time with these settings, to be asked for again; null if there was none. */
  readonly lastUrl: string | null
  /** Aborts the opening; it says nothing once the tunnel is open. */
  readonly signal: AbortSignal
  readonly log: Log
}

export interface OpenTunnel {
  readonly url: string
  /** The URL that was asked for, where one could be: compared with the one that was granted. */
  readonly wantedUrl: string | null
  readonly facts: ReadonlyArray<TunnelFact>
  /**
   * Base URL of the server that takes requests to the public URL, where that is known: what cannot be reached under the
   * public URL from here is looked for there.
   */
  readonly server?: string
  /**
   * Called at most once, never after `close`: with an error for the user, which is a `TunnelRefused` where trying again
   * is of no use. By then the tunnel has closed itself.
   */
  onLost(listener: (reason: AppError) => void): void
  /** Begins closing at once; resolves when nothing is left running. Never rejects. */
  close(): Promise<void>
}

/** The other side said no, and will say so again: the user has to do something first. */
export class TunnelRefused extends AppError {
  readonly advice: string
  readonly hostKey: SshHostKey | null

  constructor(reason: string, advice: string, options: ErrorOptions & { readonly hostKey?: SshHostKey } = {}) {
    super('refused', reason, options)
    this.name = 'TunnelRefused'
    this.advice = advice
    this.hostKey = options.hostKey ?? null
  }
}
