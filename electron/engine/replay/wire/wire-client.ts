import { Connection } from './connection.ts'
import { abortedFailure } from './failure.ts'
import type { SendOptions, WireOutcome, WireRequest, WireTarget } from './wire-types.ts'

/** Servers close idle connections after a few seconds (Node's after 5): older ones are not worth the try. */
const IDLE_MS = 2000

/**
 * Sends requests. With `keepAlive`, connections are used again for the same target: for runs and forwards. Without it
 * each request gets a connection of its own, so that its timings tell the whole way.
 */
export class WireClient {
  readonly #keepAlive: boolean
  readonly #open = new Set<Connection>()
  readonly #idle = new Map<string, Connection[]>()
  #sweep: NodeJS.Timeout | null = null
  #closed = false
  readonly #forget = (connection: Connection): void => {
    this.#open.delete(connection)
  }

  constructor(options: { keepAlive: boolean }) {
    this.#keepAlive = options.keepAlive
  }

  /** Never throws: whatever goes wrong is an outcome. */
  async send(request: WireRequest, options: SendOptions = {}): Promise<WireOutcome> {
    const startedAt = performance.now()
    if (this.#closed || options.signal?.aborted === true) return notSent(request.target)
    const connection = this.#take(request.target)
    const outcome = await connection.send(request, startedAt, options)
    if (connection.reused && wasStale(outcome) && !this.#closed) {
      const fresh = this.#connect(request.target)
      const again = await fresh.send(request, startedAt, options)
      this.#giveBack(fresh)
      return { ...again, sentAgain: true }
    }
    this.#giveBack(connection)
    return outcome
  }

  /** Cancels what runs and closes every connection. */
  close(): void {
    this.#closed = true
    if (this.#sweep !== null) clearTimeout(this.#sweep)
    for (const connection of [...this.#open]) connection.abort()
    this.#idle.clear()
  }

  #take(target: WireTarget): Connection {
    if (!this.#keepAlive) return this.#connect(target)
    const idle = this.#idle.get(keyOf(target))
    for (let connection = idle?.pop(); connection !== undefined; connection = idle?.pop()) {
      if (connection.closed) continue
      if (performance.now() - connection.idleSince < IDLE_MS) return connection
      connection.destroy()
    }
    return this.#connect(target)
  }

  #connect(target: WireTarget): Connection {
    const connection = new Connection(target, this.#forget)
    this.#open.add(connection)
    return connection
  }

  #giveBack(connection: Connection): void {
    if (connection.closed) return
    if (!this.#keepAlive || this.#closed) {
      connection.destroy()
      return
    }
    const key = keyOf(connection.target)
    const idle = this.#idle.get(key)
    if (idle === undefined) this.#idle.set(key, [connection])
    else idle.push(connection)
    this.#sweep ??= setTimeout(() => this.#closeIdle(), IDLE_MS)
  }

  #closeIdle(): void {
    this.#sweep = null
    const now = performance.now()
    for (const [key, connections] of this.#idle) {
      const fresh = connections.filter((connection) => {
        if (!connection.closed && now - connection.idleSince >= IDLE_MS) connection.destroy()
        return !connection.closed
      })
      if (fresh.length > 0) this.#idle.set(key, fresh)
      else this.#idle.delete(key)
    }
    if (this.#idle.size > 0) this.#sweep = setTimeout(() => this.#closeIdle(), IDLE_MS)
  }
}

/**
 * The target had closed a kept connection before it could have seen the request whole. One that left this machine may
 * have been processed, answer or not: sending it twice would be worse than saying so.
 */
function wasStale(outcome: WireOutcome): boolean {
  return outcome.kind === 'failed' && outcome.reason === 'reset' && !outcome.requestSent
}

function keyOf({ secure, host, port, allowSelfSigned }: WireTarget): string {
  return `${secure ? 'https' : 'http'}://${host}:${port}${allowSelfSigned ? ' self-signed' : ''}`
}

function notSent(target: WireTarget): WireOutcome {
  return {
    kind: 'failed',
    ...abortedFailure(target),
    response: null,
    body: Buffer.alloc(0),
    timings: { dns: null, connect: null, tls: null, firstByte: null, total: 0 },
    requestSent: false,
    sentAgain: false,
  }
}
