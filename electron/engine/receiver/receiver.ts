import type http from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../../../shared/contract/errors.ts'
import { Connections } from './connections.ts'
import type { Intake } from './intake.ts'
import { type ProbeArrival, type ProbeExpectation, Probes } from './probes.ts'

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
