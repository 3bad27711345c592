import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError } from '../../../shared/contract/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { AccessGate } from './access-gate.ts'
import { BodyBudget } from './body-budget.ts'
import { IncomingRequest, type RequestContext } from './incoming-request.ts'
import type { Intake } from './intake.ts'
import { type ProbeArrival, type ProbeExpectation, Probes } from './probes.ts'
import { refuseTunnelling } from './refuse-tunnelling.ts'
import { rejectUnparsed } from './reject-unparsed.ts'

export interface ReceiverOptions {
  /** 0 picks a free one. */
  readonly port: number
  /** The port was asked for, so no other will do. */
  readonly exact: boolean
  /** One address to listen on instead of loopback. */
  readonly host?: string | undefined
}

const LOOPBACK = ['127.0.0.1', '::1']
const PORTS_TRIED = 50
const HOUSEKEEPING_MS = 1000

/** A loopback port of its own for a tunnel, so that what came through it is known. */
export interface Door {
  /** The tunnel that dials it. */
  readonly via: string
  readonly port: number
  /** Ends what comes through it at once. */
  close(): Promise<void>
}

/** The public door: takes every request, has it kept, then answers. Knows nothing of screens or of the contract. */
export class Receiver {
  readonly port: number
  readonly urls: ReadonlyArray<string>
  private readonly servers: ReadonlyArray<http.Server>
  private readonly connections: Connections
  private readonly probes: Probes
  private readonly doors = new Set<Door>()

  constructor(servers: ReadonlyArray<http.Server>, connections: Connections, probes: Probes) {
    this.probes = probes
    this.servers = servers
    this.connections = connections
    const addresses = servers.map((server) => server.address() as AddressInfo)
    this.port = portOf(servers)
    this.urls = addresses.map(
      ({ address, port }) => `http://${address.includes(':') ? `[${address}]` : address}:${port}`,
    )
  }

  /** The receiver's own port and those of its doors. */
  get ports(): number[] {
    return [this.port, ...[...this.doors].map(({ port }) => port)]
  }

  hasDoor(via: string): boolean {
    return [...this.doors].some((door) => door.via === via)
  }

  /**
   * Listens on one more loopback port, for a tunnel to dial; captures that come in there say `via`. Any port unless one is
   * given; throws `AppError` when that is taken.
   */
  async openDoor(via: string, port = 0): Promise<Door> {
    const servers = await listenOnAll(LOOPBACK, port, () => this.connections.newServer(via))
    if (servers === 'taken') {
      if (port === 0) return this.openDoor(via)
      throw new AppError(
        'conflict',
        `Port ${port} is taken by another program. Choose another for the tunnel in Settings.`,
      )
    }
    const door: Door = {
      via,
      port: portOf(servers),
      close: async () => {
        this.doors.delete(door)
        this.probes.forgetTunnel(via)
        await closeServers(servers, 0)
      },
    }
    this.doors.add(door)
    return door
  }

  /**
   * Takes a request that carries this nonce (`PROBE_HEADER`) out of the stream: it is answered, and handed over rather
   * than kept. The returned function stops that.
   */
  expectProbe(nonce: string, arrived: (arrival: ProbeArrival) => void, options?: ProbeExpectation): () => void {
    return this.probes.expect(nonce, arrived, options)
  }

  /** Lets requests that are being answered end, for a short while, then closes every connection. */
  async close(graceMs = 1000): Promise<void> {
    await Promise.all([closeServers(this.servers, graceMs), ...[...this.doors].map((door) => door.close())])
    this.connections.destroyAll()
    this.connections.end()
  }
}

/** Starts receiving. Throws `AppError` when the wanted port is taken. */
export async function startReceiver(options: ReceiverOptions, intake: Intake): Promise<Receiver> {
  const probes = new Probes()
  const connections = new Connections(intake, probes)
  const hosts = options.host === undefined ? LOOPBACK : [options.host]
  for (let attempt = 0; attempt < PORTS_TRIED; attempt++) {
    const port = options.port === 0 ? 0 : options.port + attempt
    if (port > 65_535) break
    const servers = await listenOnAll(hosts, port, () => connections.newServer(null))
    if (servers !== 'taken') return new Receiver(servers, connections, probes)
    if (options.exact && options.port !== 0) {
      connections.end()
      throw new AppError(
        'conflict',
        `Port ${options.port} is taken by another program. Choose another with --port, or in Settings.`,
      )
    }
  }
  connections.end()
  throw new AppError('conflict', `No free port from ${options.port} on. Choose one with --port, or in Settings.`)
}

function portOf(servers: ReadonlyArray<http.Server>): number {
  return ((servers[0] as http.Server).address() as AddressInfo).port
}

async function closeServers(servers: ReadonlyArray<http.Server>, graceMs: number): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())))
  for (const server of servers) server.closeIdleConnections()
  const force = setTimeout(() => {
    for (const server of servers) server.closeAllConnections()
  }, graceMs)
  await Promise.all(closed)
  clearTimeout(force)
}

/** One server an address, all on the same port; a machine without IPv6 does without `::1`. */
async function listenOnAll(
  hosts: ReadonlyArray<string>,
  port: number,
  newServer: () => http.Server,
): Promise<http.Server[] | 'taken'> {
  const servers: http.Server[] = []
  let wanted = port
  for (const [index, host] of hosts.entries()) {
    const server = newServer()
    try {
      await listen(server, wanted, host)
      wanted = (server.address() as AddressInfo).port
      servers.push(server)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (index > 0 && code !== 'EADDRINUSE' && code !== 'EACCES') continue
      for (const opened of servers) opened.close()
      if (code === 'EADDRINUSE') return 'taken'
      throw new AppError(
        'unavailable',
        `Cannot listen on ${host} port ${port}: ${(error as Error).message}. Choose another with --port or --host.`,
        {
          cause: error,
        },
      )
    }
  }
  return servers
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true, backlog: 1024 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/**
 * A connection, for as long as it lasts. What is open is kept here, not in a map of requests: a map that entries come to and
 * go from is made anew again and again, and each that was left behind leads V8's collector to the next and to all in it, so
 * that a third of what any request makes would outlive it (architecture.md, "How fast").
 */
interface Connection {
  readonly socket: Socket
  /** Its newest request, until that is answered. */
  newest: IncomingRequest | null
  /** Pipelined, and not read from until its newest request is answered. */
  paused: boolean
}

/** All connections of all addresses, and what they share. */
class Connections {
  private readonly intake: Intake
  private readonly probes: Probes
  private readonly gate: AccessGate
  private readonly budget = new BodyBudget()
  private readonly open = new Map<Duplex, Connection>()
  private readonly refused = new WeakSet<Duplex>()
  private dropped = 0
  private readonly timer: NodeJS.Timeout

  constructor(intake: Intake, probes: Probes) {
    this.intake = intake
    this.probes = probes
    this.gate = new AccessGate(intake, probes)
    this.timer = setInterval(() => this.closeIdle(), HOUSEKEEPING_MS)
    this.timer.unref()
  }

  /** `via`: the tunnel that dials it, if one does. */
  newServer(via: string | null): http.Server {
    const options: http.ServerOptions & { shouldUpgradeCallback?: (request: IncomingMessage) => boolean } = {
      maxHeaderSize: LIMITS.headerBytes,
      headersTimeout: LIMITS.headersMs,
      requestTimeout: LIMITS.requestMs,
      keepAliveTimeout: LIMITS.keepAliveMs,
      connectionsCheckingInterval: 1000,
      requireHostHeader: false,
      noDelay: true,
      // A client that offers HTTP/2 over cleartext sends an ordinary request besides; the offer may be passed over (RFC 9110, 7.8).
      shouldUpgradeCallback: (request) => request.headers.upgrade?.trim().toLowerCase() !== 'h2c',
    }
    const server = http.createServer(options)
    server.maxHeadersCount = 0
    // A sender may end its side once it has sent all, and still wait for its answer. The typings do not know the property.
    Object.assign(server, { httpAllowHalfOpen: true })
    server.on('connection', (socket: Socket) => this.count(socket))
    const context: RequestContext = { intake: this.intake, gate: this.gate, budget: this.budget, via }
    const take = (request: IncomingMessage, response: ServerResponse) => this.take(request, response, context)
    server.on('request', take)
    server.on('checkExpectation', take)
    const refuse = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      refuseTunnelling(request, socket, head, context)
    }
    server.on('connect', refuse)
    server.on('upgrade', refuse)
    server.on('clientError', (error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex) => {
      // The end of a connection that is being refused already is another error of its parser.
      if (this.refused.has(socket)) return
      this.refused.add(socket)
      // Node would end our side together with the sender's, before the capture is on disk and the answer can go out.
      socket.removeAllListeners('end')
      const request = this.open.get(socket)?.newest ?? undefined
      if (request?.progress === 'receiving') request.broken(error)
      // The rest of a body that was kept and answered already: whatever is wrong with it says nothing new.
      else if (request?.progress === 'passing') socket.destroy()
      else rejectUnparsed(error, socket as Socket, context, request)
    })
    return server
  }

  destroyAll(): void {
    for (const { socket } of this.open.values()) socket.destroy()
  }

  end(): void {
    clearInterval(this.timer)
  }

  private take(request: IncomingMessage, response: ServerResponse, context: RequestContext): void {
    if (this.probes.take(request, response, context.via)) return
    const connection = this.open.get(request.socket) ?? this.add(request.socket)
    const incoming = new IncomingRequest(request, response, context, () => {
      if (connection.newest === incoming) ended(connection)
    })
    // Pipelining is rare, and a flood of it would outrun everybody else: no more is read before what came is answered.
    if (connection.newest !== null) {
      connection.paused = true
      connection.socket.pause()
    }
    connection.newest = incoming
    incoming.begin()
  }

  /** The limit is one for all addresses, so the servers' own would not do. */
  private count(socket: Socket): void {
    if (this.open.size >= LIMITS.connections) {
      if (this.dropped++ % 1000 === 0)
        this.intake.log.warn('Too many connections at once', { limit: LIMITS.connections, dropped: this.dropped })
      socket.destroy()
      return
    }
    this.add(socket)
  }

  private add(socket: Socket): Connection {
    const connection: Connection = { socket, newest: null, paused: false }
    this.open.set(socket, connection)
    socket.once('close', () => this.open.delete(socket))
    return connection
  }

  private closeIdle(): void {
    const now = performance.now()
    for (const { newest } of this.open.values()) newest?.checkIdle(now)
  }
}

/** Its newest request is answered. */
function ended(connection: Connection): void {
  connection.newest = null
  if (!connection.paused) return
  connection.paused = false
  connection.socket.resume()
}
