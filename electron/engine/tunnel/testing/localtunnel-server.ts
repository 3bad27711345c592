import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/**
 * A localtunnel server for tests, small and true to the public one: it hands out names, holds the client's sockets,
 * sends each request down one of them with parsed headers (lower case, duplicates merged), and forgets a client one
 * second after its last socket has closed. Runs on loopback; the public URLs are `http://<name>.localhost:<port>`.
 */
export interface LocaltunnelServer {
  /** What the client is given as its host. */
  readonly host: string
  /** Sockets that the client holds open under this name; 0 if there is no such client. */
  sockets(name: string): number
  names(): string[]
  /** Sends a request to a public URL, as any sender would, without asking a name server for it. */
  request(publicUrl: string, options?: PublicRequest): Promise<PublicResponse>
  /**
   * Answers registrations with this from now on; null: grants them again. `hang`: takes them and never answers. `page`:
   * a page of HTML, as a proxy in front of a server that is gone.
   */
  refuse(answer: { readonly status: number; readonly message: string } | 'hang' | 'page' | null): void
  /** Reads nothing any more from sockets and answers no public request, until it is thawed: as behind a dead link. */
  freeze(): void
  thaw(): void
  /**
   * The domain of the URLs that it hands out; without a call it is `localhost`. The public server takes the host that it is
   * asked by, and leaves its port out.
   */
  nameUnder(domain: 'tunnels.invalid' | 'the asked host' | 'localhost without its port'): void
  /** Waits so long before each public request is handed on. */
  slowDown(ms: number): void
  /** Breaks the sockets of a client with a reset. */
  resetSockets(name: string): void
  /** Ends a client as the public server does: its sockets closed, its port gone. */
  drop(name: string): void
  /** Ends the sockets of a client and keeps its port, as a proxy in between may do. */
  closeSockets(name: string): void
  /** Ends everything at once, as a killed server does. The port stays for `restart`. */
  kill(): Promise<void>
  /** Comes back, knowing no client; on the same port, or on another. `host` says where. */
  restart(where?: 'same port' | 'other port'): Promise<void>
}

export interface PublicRequest {
  readonly method?: string
  readonly path?: string
  readonly headers?: http.OutgoingHttpHeaders
  readonly body?: Uint8Array | string
  /** Breaks the request off. */
  readonly signal?: AbortSignal
}

export interface PublicResponse {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

export interface LocaltunnelServerOptions {
  /** Sockets a client may hold. */
  readonly maxSockets?: number
  /** How long a client without sockets is remembered. */
  readonly graceMs?: number
}

export async function startLocaltunnelServer(options: LocaltunnelServerOptions = {}): Promise<LocaltunnelServer> {
  const { maxSockets = 10, graceMs = 1_000 } = options
  const clients = new Map<string, TunnelClient>()
  let refusal: { readonly status: number; readonly message: string } | 'hang' | 'page' | null = null
  let frozen = false
  let slowMs = 0
  let domain: 'localhost' | Parameters<LocaltunnelServer['nameUnder']>[0] = 'localhost'
  let nextName = 1

  const forget = (name: string): void => {
    clients.get(name)?.close()
    clients.delete(name)
  }

  const hostFor = (asked: string): string => {
    if (domain === 'the asked host') return asked
    return domain === 'localhost without its port' ? 'localhost' : `${domain}:${port}`
  }

  const register = async (wanted: string | null, asked: string, response: http.ServerResponse): Promise<void> => {
    const name = wanted !== null && !clients.has(wanted) ? wanted : `tunnel-${nextName++}`
    const client = await TunnelClient.listen(maxSockets, graceMs, () => forget(name))
    clients.set(name, client)
    answerJson(response, 200, {
      id: name,
      port: client.port,
      max_conn_count: maxSockets,
      url: `http://${name}.${hostFor(asked)}`,
    })
  }

  const answerRegistration = (url: URL, asked: string, response: http.ServerResponse): void => {
    const wanted = url.pathname.slice(1)
    if (wanted === '' && !url.searchParams.has('new')) {
      answerJson(response, 404, { message: 'Not Found' })
    } else if (wanted !== '' && !/^[a-z0-9][a-z0-9-]{2,61}[a-z0-9]$/.test(wanted)) {
      const message = 'Invalid subdomain. Subdomains must be lowercase and between 4 and 63 alphanumeric characters.'
      answerJson(response, 403, { message })
    } else {
      register(wanted === '' ? null : wanted, asked, response).catch((error: Error) =>
        answerJson(response, 500, { message: error.message }),
      )
    }
  }

  const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const asked = request.headers.host ?? ''
    const name = /^([^.]+)\.(localhost|tunnels\.invalid)(:\d+)?$/.exec(asked)?.[1]
    if (name !== undefined) {
      const client = clients.get(name)
      if (frozen) return
      if (client === undefined) answerJson(response, 404, { message: 'Not Found' })
      else if (slowMs === 0) client.carry(request, response)
      else setTimeout(() => client.carry(request, response), slowMs).unref()
      return
    }
    if (refusal === null) answerRegistration(new URL(request.url ?? '/', 'http://localhost'), asked, response)
    else if (refusal === 'page') {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.end('<!doctype html><title>Welcome</title>')
    } else if (refusal !== 'hang') answerJson(response, refusal.status, { message: refusal.message })
  }

  let server = http.createServer(handle)
  await listening(server, 0)
  let { port } = server.address() as AddressInfo

  return {
    get host() {
      return `http://127.0.0.1:${port}`
    },
    sockets: (name) => clients.get(name)?.sockets ?? 0,
    names: () => [...clients.keys()],
    request: (publicUrl, options) => sendPublicly(new URL(publicUrl), port, options),
    refuse: (answer) => {
      refusal = answer
    },
    freeze() {
      frozen = true
      for (const client of clients.values()) client.freeze()
    },
    thaw() {
      frozen = false
      for (const client of clients.values()) client.thaw()
    },
    nameUnder(next) {
      domain = next
    },
    slowDown(ms) {
      slowMs = ms
    },
    resetSockets: (name) => clients.get(name)?.resetSockets(),
    drop: forget,
    closeSockets: (name) => clients.get(name)?.closeSockets(),
    async kill() {
      for (const name of [...clients.keys()]) forget(name)
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
    async restart(where = 'same port') {
      server = http.createServer(handle)
      await listening(server, where === 'same port' ? port : 0)
      port = (server.address() as AddressInfo).port
    },
  }
}

/** One client: a port of its own, and the sockets that it opened there and that wait for a request. */
class TunnelClient {
  readonly port: number
  readonly #server: Server
  readonly #graceMs: number
  readonly #forget: () => void
  readonly #all = new Set<Socket>()
  readonly #idle: Socket[] = []
  /** Requests for which there is no socket yet. */
  readonly #waiting: Array<(error: Error | null, socket?: Socket) => void> = []
  #grace: NodeJS.Timeout | undefined
  #closed = false

  /** As the public one's: a socket carries one request after another, and all but one are closed when they are idle. */
  readonly #agent = new http.Agent({ keepAlive: true, maxFreeSockets: 1 })

  static async listen(maxSockets: number, graceMs: number, forget: () => void): Promise<TunnelClient> {
    const server = createServer()
    await listening(server, 0)
    return new TunnelClient(server, maxSockets, graceMs, forget)
  }

  private constructor(server: Server, maxSockets: number, graceMs: number, forget: () => void) {
    this.#server = server
    this.#graceMs = graceMs
    this.#forget = forget
    this.port = (server.address() as AddressInfo).port
    this.#agent.createConnection = (_options, callback) => {
      this.#take((error, socket) => callback?.(error, socket as Socket))
      return null as unknown as Duplex
    }
    server.on('connection', (socket) => {
      if (this.#all.size >= maxSockets) {
        socket.destroy()
        return
      }
      this.#add(socket)
    })
    this.#startGrace()
  }

  get sockets(): number {
    return this.#all.size
  }

  carry(request: http.IncomingMessage, response: http.ServerResponse): void {
    const onward = http.request(
      { agent: this.#agent, method: request.method, path: request.url, headers: request.headers, host: 'localhost' },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    onward.on('error', () => {
      if (response.headersSent) response.destroy()
      else answerJson(response, 502, { message: 'The tunnel broke' })
    })
    request.pipe(onward)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#grace)
    this.#server.close()
    this.closeSockets()
    for (const use of this.#waiting.splice(0)) use(new Error('The client is gone'))
  }

  closeSockets(): void {
    for (const socket of this.#all) socket.destroy()
  }

  resetSockets(): void {
    for (const socket of this.#all) socket.resetAndDestroy()
  }

  freeze(): void {
    for (const socket of this.#all) socket.pause()
  }

  thaw(): void {
    for (const socket of this.#all) socket.resume()
  }

  #add(socket: Socket): void {
    clearTimeout(this.#grace)
    this.#all.add(socket)
    // A client that goes away mid-way is what the tests are about; the close that follows is handled.
    socket.on('error', () => {})
    socket.once('close', () => {
      this.#all.delete(socket)
      const at = this.#idle.indexOf(socket)
      if (at !== -1) this.#idle.splice(at, 1)
      if (this.#all.size === 0) this.#startGrace()
    })
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(socket)
    else next(null, socket)
  }

  #take(use: (error: Error | null, socket?: Socket) => void): void {
    const socket = this.#idle.shift()
    if (this.#closed) use(new Error('The client is gone'))
    else if (socket === undefined) this.#waiting.push(use)
    else use(null, socket)
  }

  #startGrace(): void {
    clearTimeout(this.#grace)
    // Its name may be another's by now.
    if (this.#closed) return
    this.#grace = setTimeout(this.#forget, this.#graceMs)
    this.#grace.unref()
  }
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

function answerJson(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

async function sendPublicly(url: URL, port: number, options: PublicRequest = {}): Promise<PublicResponse> {
  const { method = 'GET', path = url.pathname, headers = {}, body, signal } = options
  const request = http.request({
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: { ...headers, host: url.host },
    agent: false,
    signal,
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }
}
