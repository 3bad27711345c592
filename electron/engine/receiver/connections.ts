import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { LIMITS } from '../../../shared/limits.ts'
import { AccessGate } from './access-gate.ts'
import { BodyBudget } from './body-budget.ts'
import { IncomingRequest, type RequestContext } from './incoming-request.ts'
import type { Intake } from './intake.ts'
import type { Probes } from './probes.ts'
import { refuseTunnelling } from './refuse-tunnelling.ts'
import { rejectUnparsed } from './reject-unparsed.ts'

const HOUSEKEEPING_MS = 1000

/**
 * A connection, for as long as it lasts. What is open is kept here, not in a map of requests: a map that entries come to and
 * go from is made anew again and again, and each that was left behind leads V8's collector to the next and to all in it, so
 * that a third of what any request makes would outlive it (architecture.md, "Performance").
 */
interface Connection {
  readonly socket: Socket
  /** Its newest request, until that is answered. */
  newest: IncomingRequest | null
  /** Pipelined, and not read from until its newest request is answered. */
  paused: boolean
}

/** All connections of all addresses, and what they share. */
export class Connections {
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
