import { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelState } from '../../../shared/engine/engine-state.ts'
import type { Log } from '../log/log.ts'
import type { OpenTunnel, TunnelKind } from './tunnel.ts'

/** What gives the receiver a public URL, with a state that is always known. */
export interface TunnelService {
  state(): TunnelState
  /**
   * Opens a tunnel to the port unless one is open or opening. Resolves once it is open, lost or closed again: how it
   * went is a state, not an error.
   */
  open(request: TunnelRequest): Promise<void>
  /** Closes it, or gives up opening it. */
  close(): void
}

export interface TunnelRequest {
  readonly port: number
  readonly host: string
  readonly subdomain: string | null
}

export interface TunnelServiceOptions {
  readonly kind: TunnelKind
  readonly log: Log
  readonly onChange: (state: TunnelState) => void
  /** Something that the user should know and that is no state: another name was given than the one asked for. */
  readonly onNotice: (message: string) => void
  readonly openMs?: number
}

const OPEN_MS = 20_000

export function createTunnelService(options: TunnelServiceOptions): TunnelService {
  const { kind, log, onChange, onNotice, openMs = OPEN_MS } = options
  let state: TunnelState = { kind: 'off' }
  let opening: { readonly abort: AbortController; readonly settled: Promise<void> } | null = null
  let tunnel: OpenTunnel | null = null

  const become = (next: TunnelState): void => {
    state = next
    onChange(next)
  }

  const opened = (granted: OpenTunnel, request: TunnelRequest): void => {
    tunnel = granted
    granted.onLost((reason) => {
      if (tunnel !== granted) return
      tunnel = null
      log.warn('Tunnel lost', { kind: kind.name, reason })
      become({ kind: 'lost', reason, url: granted.url })
    })
    log.info('Tunnel open', { kind: kind.name, url: granted.url })
    become({ kind: 'open', url: granted.url, since: Date.now() })
    const subdomain = request.subdomain
    // A name that is taken is replaced by a random one, without a word.
    if (subdomain !== null && !new URL(granted.url).hostname.startsWith(`${subdomain}.`)) {
      onNotice(`The tunnel name ${subdomain} is taken, so the public URL is ${granted.url}.`)
    }
  }

  const start = async (request: TunnelRequest, abort: AbortController): Promise<void> => {
    const timeout = AbortSignal.timeout(openMs)
    const signal = AbortSignal.any([abort.signal, timeout])
    try {
      const granted = await untilAborted(kind.open(request.port, { ...request, signal }), signal)
      opened(granted, request)
    } catch (error) {
      if (abort.signal.aborted) return
      const reason = timeout.aborted
        ? `The tunnel server ${request.host} did not open a tunnel within ${openMs / 1000} seconds. Try again later.`
        : error instanceof AppError
          ? error.message
          : 'Opening the tunnel failed. The log says more.'
      log.error('Tunnel did not open', error, { kind: kind.name, reason })
      become({ kind: 'lost', reason, url: null })
    }
  }

  return {
    state: () => state,
    open(request) {
      if (opening !== null) return opening.settled
      if (tunnel !== null) return Promise.resolve()
      const abort = new AbortController()
      become({ kind: 'opening', since: Date.now() })
      const attempt = {
        abort,
        settled: start(request, abort).finally(() => {
          if (opening === attempt) opening = null
        }),
      }
      opening = attempt
      return attempt.settled
    },
    close() {
      opening?.abort.abort()
      opening = null
      tunnel?.close()
      tunnel = null
      if (state.kind !== 'off') become({ kind: 'off' })
    },
  }
}

/** Settles with the signal even where the opening would not; a tunnel that comes after that is closed. */
function untilAborted(opening: Promise<OpenTunnel>, signal: AbortSignal): Promise<OpenTunnel> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    opening.then(
      (tunnel) => {
        signal.removeEventListener('abort', abort)
        if (signal.aborted) tunnel.close()
        else resolve(tunnel)
      },
      (error) => {
        signal.removeEventListener('abort', abort)
        reject(error)
      },
    )
  })
}
