import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { LIMITS } from '../../../../shared/limits.ts'
import {
  abortedFailure,
  type Failure,
  failureOf,
  place,
  protocolFailure,
  resetFailure,
  timeoutFailure,
  type WirePhase,
} from './failure.ts'
import { ResponseParser } from './response-parser.ts'
import type { SendOptions, WireOutcome, WireRequest, WireTarget } from './wire-types.ts'

/** Up to this size head and body go out in one write: one packet, often. */
const JOINED_BODY = 64 * 1024

/** An address that does not answer must not cost more than this before the next is tried as well. */
const NEXT_ADDRESS_MS = 1000

/**
 * One connection to a target, which carries one exchange at a time. Written on sockets rather than on an HTTP client,
 * since what is sent must be exactly what was planned, and what comes must be kept as it came.
 */
export class Connection {
  readonly target: WireTarget
  readonly #socket: Socket
  readonly #onClose: (connection: Connection) => void
  #exchange: Exchange | null = null
  #connected = false
  #secured: boolean
  #closed = false
  #uses = 0
  #timer: { readonly timeout: NodeJS.Timeout; readonly left: number; readonly timeoutMs: number } | null = null
  /** When its last exchange ended (monotonic ms). */
  idleSince = 0

  constructor(target: WireTarget, onClose: (connection: Connection) => void) {
    this.target = target
    this.#onClose = onClose
    this.#secured = !target.secure
    this.#socket = open(target, (chunk) => this.#onData(chunk))
    this.#listen()
  }

  /** Carried an exchange before this one. */
  get reused(): boolean {
    return this.#uses > 1
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Sends a request and reads its answer. `startedAt` is what the timings count from. */
  send(request: WireRequest, startedAt: number, options: SendOptions): Promise<WireOutcome> {
    this.#uses++
    return new Promise((resolve) => {
      const exchange = new Exchange(request, startedAt, resolve)
      this.#exchange = exchange
      this.#limitTime(options.timeoutMs ?? LIMITS.deliveryMs, startedAt)
      if (options.signal !== undefined) exchange.watch(options.signal, () => this.abort())
      if (this.#exchange === exchange) this.#write(request, exchange.markSent)
    })
  }

  /** A timer that is wound up again costs a fraction of a new one; one that goes off between exchanges ends none. */
  #limitTime(timeoutMs: number, startedAt: number): void {
    const left = Math.max(0, Math.ceil(timeoutMs - (performance.now() - startedAt)))
    if (this.#timer !== null && this.#timer.left === left && this.#timer.timeoutMs === timeoutMs) {
      this.#timer.timeout.refresh()
      return
    }
    clearTimeout(this.#timer?.timeout)
    const timeout = setTimeout(() => this.#fail(timeoutFailure(this.#phase(), this.target, timeoutMs)), left)
    this.#timer = { timeout, left, timeoutMs }
  }

  /** Ends the running exchange, if any, as cancelled. */
  abort(): void {
    this.#fail(abortedFailure(this.target))
    this.destroy()
  }

  destroy(): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#timer?.timeout)
    this.#socket.destroy()
    this.#onClose(this)
  }

  #write({ head, body }: WireRequest, sent: (error?: Error | null) => void): void {
    const socket = this.#socket
    if (body.length === 0) {
      socket.write(head, 'latin1', sent)
      return
    }
    if (body.length <= JOINED_BODY) {
      const bytes = Buffer.allocUnsafe(head.length + body.length)
      bytes.write(head, 0, 'latin1')
      bytes.set(body, head.length)
      socket.write(bytes, sent)
      return
    }
    socket.cork()
    socket.write(head, 'latin1')
    socket.write(body, sent)
    socket.uncork()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('lookup', () => this.#exchange?.markDns())
    socket.on('connect', () => {
      this.#connected = true
      this.#exchange?.markConnect()
    })
    socket.on('secureConnect', () => {
      this.#secured = true
      this.#exchange?.markTls()
    })
    socket.on('end', () => this.#onEnd())
    socket.on('error', (error) => {
      this.#fail(failureOf(error, this.#phase(), this.target))
      this.destroy()
    })
    socket.on('close', () => {
      this.#fail(resetFailure(this.#phase(), place(this.target)))
      this.destroy()
    })
  }

  #onData(chunk: Buffer): void {
    const exchange = this.#exchange
    if (exchange === null) {
      // Nobody asked: not a connection to send anything else on.
      this.destroy()
      return
    }
    exchange.markFirstByte()
    const { parser } = exchange
    parser.push(chunk)
    if (parser.done) this.#answer(exchange)
    else if (parser.broken) this.#fail(protocolFailure(parser.problem ?? 'broke HTTP', this.target))
  }

  #onEnd(): void {
    const exchange = this.#exchange
    if (exchange?.parser.end()) this.#answer(exchange)
    else this.#fail(resetFailure(this.#phase(), place(this.target)))
    this.destroy()
  }

  #answer(exchange: Exchange): void {
    this.#exchange = null
    const { parser } = exchange
    // An answer may come before the request was sent whole (413, then closed): it is one all the same.
    if (parser.reusable && this.#socket.writableLength === 0 && !this.#closed) this.idleSince = performance.now()
    else this.destroy()
    exchange.answered()
  }

  #fail(failure: Failure): void {
    const exchange = this.#exchange
    if (exchange === null) return
    this.#exchange = null
    this.destroy()
    exchange.failed(failure)
  }

  #phase(): WirePhase {
    if (!this.#connected) return 'connecting'
    if (!this.#secured) return 'securing'
    return this.#exchange?.firstByte === null ? 'sent' : 'answering'
  }
}

/** One request and its answer. */
class Exchange {
  readonly parser: ResponseParser
  readonly #startedAt: number
  readonly #resolve: (outcome: WireOutcome) => void
  #dns: number | null = null
  #connect: number | null = null
  #tls: number | null = null
  firstByte: number | null = null
  #sent = false
  #unwatch: (() => void) | null = null

  constructor(request: WireRequest, startedAt: number, resolve: (outcome: WireOutcome) => void) {
    this.parser = new ResponseParser(request.method)
    this.#startedAt = startedAt
    this.#resolve = resolve
  }

  watch(signal: AbortSignal, abort: () => void): void {
    signal.addEventListener('abort', abort, { once: true })
    this.#unwatch = () => signal.removeEventListener('abort', abort)
    if (signal.aborted) abort()
  }

  markDns(): void {
    this.#dns ??= this.#elapsed()
  }

  markConnect(): void {
    this.#connect ??= this.#elapsed()
  }

  markTls(): void {
    this.#tls ??= this.#elapsed()
  }

  markFirstByte(): void {
    if (this.firstByte === null) this.firstByte = this.#elapsed()
  }

  /** Told by the socket when the last byte of the request was handed to the system, or could not be. */
  readonly markSent = (error?: Error | null): void => {
    if (error == null) this.#sent = true
  }

  answered(): void {
    const timings = this.#finish()
    const { parser } = this
    if (parser.response === null) throw new Error('An exchange was answered without a response')
    const { response, body, bodyTruncated } = parser
    this.#resolve({ kind: 'answered', response, body, bodyTruncated, timings, sentAgain: false })
  }

  failed({ reason, message }: Failure): void {
    const timings = this.#finish()
    const { response, body } = this.parser
    this.#resolve({
      kind: 'failed',
      reason,
      message,
      response,
      body,
      timings,
      requestSent: this.#sent || this.firstByte !== null,
      sentAgain: false,
    })
  }

  #finish() {
    this.#unwatch?.()
    return {
      dns: this.#dns,
      connect: this.#connect,
      tls: this.#tls,
      firstByte: this.firstByte,
      total: this.#elapsed(),
    }
  }

  #elapsed(): number {
    return Math.round((performance.now() - this.#startedAt) * 1000) / 1000
  }
}

function open({ secure, host, port, allowSelfSigned }: WireTarget, onData: (chunk: Buffer) => void): Socket {
  const address = {
    host,
    port,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    ...(isLocalhost(host) ? { lookup: lookupLocalhost } : {}),
  }
  if (!secure) return connectPlain({ ...address, onread: readInto(onData) })
  const socket = connectTls({
    ...address,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: !allowSelfSigned,
    ALPNProtocols: ['http/1.1'],
  })
  return socket.on('data', onData)
}

/**
 * Every plain connection reads into the same bytes, since what is read is parsed at once: otherwise each read, however
 * small, costs 64 KiB to allocate and to collect.
 */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024)

function readInto(onData: (chunk: Buffer) => void) {
  return {
    buffer: READ_BUFFER,
    callback(size: number) {
      onData(READ_BUFFER.subarray(0, size))
      return true
    },
  }
}

function isLocalhost(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name.endsWith('.localhost')
}

/** Both loopbacks, whatever the hosts file says: servers listen on either, and nobody remembers on which. */
const lookupLocalhost: LookupFunction = (_host, options, callback) => {
  if (options.all === true) {
    callback(null, [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ])
  } else if (options.family === 6) callback(null, '::1', 6)
  else callback(null, '127.0.0.1', 4)
}
