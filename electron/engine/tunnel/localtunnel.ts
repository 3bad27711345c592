import type { Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import TunnelCluster from 'localtunnel/lib/TunnelCluster.js'
import { AppError } from '../../../shared/contract/errors.ts'
import { type Registration, registerTunnel } from './localtunnel-registration.ts'
import { openTunnel } from './open-tunnel.ts'
import { refuseCredentials } from './refuse-credentials.ts'
import type { OpenTunnel, TunnelKind } from './tunnel.ts'

/** A socket that has neither connected nor failed by then was lost in silence. */
const CONNECT_MS = 10_000
/** How long a tunnel may be without any socket. The server gives its name away after one second. */
const LOST_MS = 2_500
const CHECK_MS = 500
/** A socket is opened anew at once, and later the more often it fails. */
const RETRY_MS = [0, 250, 500, 1_000, 2_000] as const
/** A server may ask for any number; this is what the public one asks for. */
const MOST_SOCKETS = 10
const KEEP_ALIVE_MS = 30_000
/** A socket that was ended on our side, and that the server does not let go of. */
const LINGER_MS = 10_000
const CLAIM_TRIES = 4
const CLAIM_PAUSE_MS = 1_100

/**
 * Tunnels through a localtunnel server: sockets to it are held open, and each carries one request at a time.
 *
 * Of the package only the part that carries bytes is used. Its registering cannot be stopped, and it keeps its sockets
 * by events that are not sent for every way in which one can end, so that a tunnel ends up looking open and being dead.
 * `local_host` is never set: with it the package passes all bytes through a text transform, which damages bodies.
 */
export const localtunnel: TunnelKind<'localtunnel'> = {
  id: 'localtunnel',
  probe: 'echo',
  door: () => 'own',
  available: async () => ({ kind: 'ready', version: null }),
  async open({ port, settings: { host, subdomain }, lastUrl, signal }) {
    signal.throwIfAborted()
    refuseCredentials(host, 'URL of the tunnel server')
    const lastName = lastUrl === null ? null : firstLabel(lastUrl)
    const wanted = subdomain ?? lastName
    const registration = await claim(host, wanted, wanted === lastName ? CLAIM_TRIES : 1, signal)
    signal.throwIfAborted()
    const hostname = new URL(host).hostname.replace(/^\[|\]$/g, '')
    const wantedUrl = wanted === null ? null : withFirstLabel(registration.url, wanted)
    return { ...(await connect(registration, wantedUrl, hostname, port, signal)), server: host }
  },
}

/**
 * Asks for the wanted name, more than once if it was ours a moment ago: the server gives a name away only a second after
 * its last socket closed, and hands out another one until then.
 */
async function claim(host: string, wanted: string | null, tries: number, signal: AbortSignal): Promise<Registration> {
  for (let left = tries - 1; ; left -= 1) {
    const registration = await registerTunnel(host, wanted, signal)
    if (wanted === null || left <= 0 || firstLabel(registration.url) === wanted) return registration
    await setTimeout(CLAIM_PAUSE_MS, undefined, { signal })
  }
}

function firstLabel(url: string): string | null {
  const { hostname } = new URL(url)
  return hostname.includes('.') ? hostname.slice(0, hostname.indexOf('.')) : null
}

function withFirstLabel(url: string, label: string): string {
  const changed = new URL(url)
  changed.hostname = changed.hostname.replace(/^[^.]*/, label)
  return changed.href.replace(/\/$/, '')
}

function connect(
  { port, ip, url, max_conn_count }: Registration,
  wantedUrl: string | null,
  host: string,
  localPort: number,
  signal: AbortSignal,
): Promise<OpenTunnel> {
  return new Promise((resolve, reject) => {
    const sockets = new SocketPool(
      new TunnelCluster({ remote_host: host, remote_ip: ip, remote_port: port, local_port: localPort }),
      Math.min(max_conn_count, MOST_SOCKETS),
    )
    const fail = (error: unknown): void => {
      sockets.close()
      signal.removeEventListener('abort', abort)
      reject(error)
    }
    const abort = (): void => fail(signal.reason)
    signal.addEventListener('abort', abort)
    sockets.onRefused = () =>
      fail(
        new AppError(
          'unavailable',
          `The tunnel server ${host} refuses connections on port ${port}. A firewall may block it.`,
        ),
      )
    sockets.onFirstOpen = () => {
      signal.removeEventListener('abort', abort)
      sockets.onRefused = () => {}
      const facts = [{ label: 'Server', value: host }]
      const life = openTunnel({ url, wantedUrl, facts, end: async () => sockets.close() })
      sockets.onLost = (reason) => life.lose(new AppError('unavailable', reason))
      resolve(life.tunnel)
    }
    sockets.fill()
  })
}

/** Keeps as many sockets to the server as it gives us, and notices when there are none left. */
class SocketPool {
  onFirstOpen: () => void = () => {}
  onRefused: () => void = () => {}
  onLost: (reason: string) => void = () => {}

  readonly #cluster: TunnelCluster
  readonly #wanted: number
  readonly #live = new Set<Socket>()
  /** When each socket that is not connected yet was asked for. */
  #connecting: number[] = []
  #failures = 0
  #retryAt = 0
  #emptySince: number | null = null
  #opened = false
  #closed = false
  #lastError: string | null = null
  readonly #check: NodeJS.Timeout

  constructor(cluster: TunnelCluster, wanted: number) {
    this.#cluster = cluster
    this.#wanted = wanted
    this.#check = setInterval(() => this.fill(), CHECK_MS)
    this.#check.unref()
    cluster.on('open', (socket) => this.#add(socket))
    cluster.on('error', (error) => {
      this.#connecting.shift()
      this.#lastError = error.message
      this.#backOff()
      if (this.#closed) return
      if (!this.#opened) this.onRefused()
      else this.#noticeLoss()
    })
  }

  fill(): void {
    if (this.#closed) return
    const now = performance.now()
    this.#connecting = this.#connecting.filter((since) => now - since < CONNECT_MS)
    this.#noticeLoss()
    if (now < this.#retryAt) return
    while (!this.#closed && this.#live.size + this.#connecting.length < this.#wanted) {
      this.#connecting.push(now)
      this.#cluster.open()
    }
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#check)
    for (const socket of this.#live) socket.destroy()
    this.#live.clear()
  }

  #add(socket: Socket): void {
    this.#connecting.shift()
    if (this.#closed) {
      socket.destroy()
      return
    }
    const since = performance.now()
    this.#live.add(socket)
    this.#emptySince = null
    // Some networks end without a word; probes make the system notice.
    socket.setKeepAlive(true, KEEP_ALIVE_MS)
    socket.on('error', (error) => {
      this.#lastError = error.message
    })
    let linger: NodeJS.Timeout | undefined
    socket.once('finish', () => {
      linger = globalThis.setTimeout(() => socket.destroy(), LINGER_MS)
      linger.unref()
    })
    socket.once('close', () => {
      clearTimeout(linger)
      this.#live.delete(socket)
      // The server closes a socket after the request that it carried. One that it closes at once is a refusal.
      if (performance.now() - since < 100 && socket.bytesRead === 0) this.#backOff()
      else this.#failures = 0
      this.fill()
    })
    if (this.#opened) return
    this.#opened = true
    this.onFirstOpen()
  }

  #backOff(): void {
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] as number
    this.#failures += 1
    this.#retryAt = performance.now() + wait
  }

  #noticeLoss(): void {
    if (this.#closed || !this.#opened || this.#live.size > 0) return
    this.#emptySince ??= performance.now()
    if (performance.now() - this.#emptySince < LOST_MS) return
    this.close()
    const detail = this.#lastError === null ? '' : ` (${this.#lastError})`
    this.onLost(`The tunnel server closed every connection${detail}.`)
  }
}
