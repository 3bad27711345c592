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
  /** Used last, last. */
  #idle: Connection[] = []
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
    this.#idle = []
  }

  #take(target: WireTarget): Connection {
    if (!this.#keepAlive) return this.#connect(target)
    const freshSince = performance.now() - IDLE_MS
    const at = this.#idle.findLastIndex(
      (connection) => !connection.closed && connection.idleSince > freshSince && isSame(connection.target, target),
    )
    return this.#idle.splice(at, at < 0 ? 0 : 1)[0] ?? this.#connect(target)
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
    this.#idle.push(connection)
    this.#sweep ??= setTimeout(() => this.#closeIdle(), IDLE_MS)
  }

  #closeIdle(): void {
    this.#sweep = null
    const freshSince = performance.now() - IDLE_MS
    for (const connection of this.#idle) if (connection.idleSince < freshSince) connection.destroy()
    this.#idle = this.#idle.filter(({ closed }) => !closed)
    if (this.#idle.length > 0) this.#sweep = setTimeout(() => this.#closeIdle(), IDLE_MS)
  }
}

/**
 * The target had closed a kept connection before it could have seen the request whole. One that left this machine may
 * have been processed, answer or not: sending it twice would be worse than saying so.
 */
function wasStale(outcome: WireOutcome): boolean {
  return outcome.kind === 'failed' && outcome.reason === 'reset' && !outcome.requestSent
}

function isSame(one: WireTarget, other: WireTarget): boolean {
  return (
    one.host === other.host &&
    one.port === other.port &&
    one.secure === other.secure &&
    one.allowSelfSigned === other.allowSelfSigned
  )
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
