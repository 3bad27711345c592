import { AppError } from '../../../shared/contract/errors.ts'
import type { TunnelAvailability } from '../../../shared/tunnel/tunnel-state.ts'
import { explainNgrokError } from './ngrok-error.ts'
import { findNgrok, loadNgrok, type NgrokPackage, type NgrokSession } from './ngrok-package.ts'
import { openTunnel, type TunnelLife } from './open-tunnel.ts'
import { type OpenRequest, type OpenTunnel, type TunnelKind, TunnelRefused } from './tunnel.ts'

export interface NgrokOptions {
  readonly load?: () => Promise<NgrokPackage>
  readonly find?: () => TunnelAvailability
  /** ngrok connects again by itself, with the same URL; it says that it did by its next heartbeat, sent every 10 s. */
  readonly reconnectMs?: number
}

const RECONNECT_MS = 20_000
/** Closing asks the server, which may be the very thing that is gone. */
const CLOSE_MS = 3_000

/** Tunnels through ngrok, by its own package. */
export const ngrok: TunnelKind<'ngrok'> = createNgrok()

export function createNgrok(options: NgrokOptions = {}): TunnelKind<'ngrok'> {
  const { load = loadNgrok, find = findNgrok, reconnectMs = RECONNECT_MS } = options
  return {
    id: 'ngrok',
    probe: 'echo',
    door: () => 'own',
    available: () => Promise.resolve(find()),
    async open(request) {
      const found = find()
      if (found.kind === 'missing') throw new TunnelRefused(found.reason, found.advice)
      const token = request.secret?.trim() ?? ''
      if (token === '') {
        throw new TunnelRefused(
          'ngrok needs the authtoken of an account.',
          'Copy it from dashboard.ngrok.com (Your Authtoken) into Settings.',
        )
      }
      const client = await load()
      const agent = new Agent(client, request, token, reconnectMs)
      return agent.open(found.version)
    },
  }
}

/** One session with ngrok, and the one URL in it. */
class Agent {
  readonly #client: NgrokPackage
  readonly #request: OpenRequest<'ngrok'>
  readonly #token: string
  readonly #reconnectMs: number
  #session: NgrokSession | null = null
  #life: TunnelLife | null = null
  #gone: NodeJS.Timeout | undefined
  #ended = false

  constructor(client: NgrokPackage, request: OpenRequest<'ngrok'>, token: string, reconnectMs: number) {
    this.#client = client
    this.#request = request
    this.#token = token
    this.#reconnectMs = reconnectMs
  }

  /** ngrok's own connecting cannot be stopped: what comes of it after `signal` has aborted is closed. */
  open(version: string | null): Promise<OpenTunnel> {
    const { signal } = this.#request
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        void this.#end()
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      if (signal.aborted) abort()
      this.#connect(version)
        .then(resolve, async (error: unknown) => {
          await this.#end()
          reject(error instanceof AppError ? error : explainNgrokError(error, this.#token))
        })
        .finally(() => signal.removeEventListener('abort', abort))
    })
  }

  async #connect(version: string | null): Promise<OpenTunnel> {
    const { port, settings } = this.#request
    const builder = new this.#client.SessionBuilder()
    builder.authtoken(this.#token)
    builder.handleDisconnection(() => this.#disconnected())
    builder.handleHeartbeat(() => this.#back())
    const session = await builder.connect()
    this.#session = session
    if (this.#ended) return this.#tooLate()
    const endpoint = session.httpEndpoint()
    if (settings.domain !== null) endpoint.domain(settings.domain)
    const listener = await endpoint.listenAndForward(`http://127.0.0.1:${port}`)
    const url = listener.url()
    if (url === null) throw new AppError('unavailable', 'ngrok opened a tunnel without a URL.')
    if (this.#ended) return this.#tooLate()
    this.#life = openTunnel({
      url,
      wantedUrl: settings.domain === null ? null : `https://${settings.domain}`,
      facts: [{ label: 'ngrok', value: version ?? 'unknown' }],
      end: () => this.#end(),
    })
    return this.#life.tunnel
  }

  async #tooLate(): Promise<never> {
    await this.#close()
    throw this.#request.signal.reason
  }

  /** Called by ngrok, each time that it tries to connect again. */
  #disconnected(): boolean {
    if (!this.#ended && this.#life !== null && this.#gone === undefined) {
      const lost = new AppError('unavailable', 'The connection to ngrok broke, and did not come back.')
      this.#gone = setTimeout(() => this.#life?.lose(lost), this.#reconnectMs)
    }
    return true
  }

  #back(): void {
    clearTimeout(this.#gone)
    this.#gone = undefined
  }

  async #end(): Promise<void> {
    this.#ended = true
    this.#back()
    await this.#close()
  }

  async #close(): Promise<void> {
    const session = this.#session
    if (session === null) return
    this.#session = null
    // What is gone already cannot be closed, which is no news.
    const closed = session.close().catch(() => {})
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MS)
    })
    await Promise.race([closed, late])
    clearTimeout(timer)
  }
}
