import { Worker } from 'node:worker_threads'
import { AppError } from '../../../shared/contract/errors.ts'
import { workerUrl } from '../worker-url.ts'
import type { AnswerContent, CaptureSink, KeptCapture } from './intake.ts'
import { type PackedCaptures, unpackCaptures } from './packed-captures.ts'
import type { ProbeArrival } from './probes.ts'
import type { ReceiverOptions } from './receiver.ts'
import type {
  AnsweredMessage,
  FromReceiver,
  ListeningAddresses,
  ReceiverRequest,
  RouteUpdate,
  ToReceiver,
} from './receiver-messages.ts'

/** A thread that ended by itself is started again after so long, and again. */
const RESTART_MS = 250

interface Asked {
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * The receiver, on a thread of its own, as the engine sees it. It reads and answers requests there while their captures
 * are written here. A thread that dies is replaced by one that listens on the same ports.
 */
export class ReceiverThread {
  private readonly sink: CaptureSink
  private worker: Worker
  private addresses: ListeningAddresses = { port: 0, urls: [] }
  private readonly routes = new Map<string, RouteUpdate>()
  private readonly doors = new Map<string, number>()
  private readonly probes = new Map<string, (arrival: ProbeArrival) => void>()
  private readonly asked = new Map<number, Asked>()
  private nextId = 1
  private kept: number[] = []
  private failed: Array<[number, string]> = []
  private readonly unanswered = new Map<number, KeptCapture>()
  private readonly answers = new Map<number, AnswerContent>()
  private closed = false

  constructor(sink: CaptureSink) {
    this.sink = sink
    this.worker = this.startWorker()
  }

  get port(): number {
    return this.addresses.port
  }

  /** `http://127.0.0.1:4665` and, unless it is missing, `http://[::1]:4665`. */
  get urls(): ReadonlyArray<string> {
    return this.addresses.urls
  }

  /** The receiver's own port and those of its doors. */
  get ports(): number[] {
    return [this.port, ...this.doors.values()]
  }

  /** Starts receiving; routes must have been set. Throws `AppError` when the wanted port is taken. */
  async listen(options: ReceiverOptions): Promise<void> {
    this.addresses = await this.ask<ListeningAddresses>({ ask: 'listen', options })
    this.restart = () => this.startAgain({ ...options, port: this.port, exact: true })
  }

  /** Resolves once requests are answered so. */
  async setRoutes(routes: ReadonlyArray<RouteUpdate>): Promise<void> {
    for (const route of routes) this.routes.set(route.slug, route)
    await this.ask({ ask: 'setRoutes', routes })
  }

  /** One more loopback port for a tunnel to dial; captures that come in there say `via`. */
  async openDoor(via: string): Promise<{ port: number; close(): Promise<void> }> {
    const port = await this.ask<number>({ ask: 'openDoor', via, port: this.doors.get(via) ?? 0 })
    this.doors.set(via, port)
    return {
      port,
      close: async () => {
        if (!this.doors.delete(via)) return
        await this.ask({ ask: 'closeDoor', via })
      },
    }
  }

  /**
   * Takes a request that carries this nonce (`PROBE_HEADER`) out of the stream: it is answered, and handed over rather
   * than kept. The returned function stops that.
   */
  expectProbe(nonce: string, arrived: (arrival: ProbeArrival) => void): () => void {
    this.probes.set(nonce, arrived)
    this.post({ kind: 'expectProbe', nonce, expected: true })
    return () => {
      if (this.probes.delete(nonce)) this.post({ kind: 'expectProbe', nonce, expected: false })
    }
  }

  /** Lets requests that are being answered end, for a short while. */
  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    const ended = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()))
    await this.ask({ ask: 'close' }).catch((error: unknown) => this.sink.log.error('The receiver did not close', error))
    await ended
  }

  private restart: () => Promise<void> = async () => {}

  private startWorker(): Worker {
    const worker = new Worker(workerUrl(new URL('./receiver-worker.ts', import.meta.url)))
    worker.on('message', (message: FromReceiver) => this.take(message))
    worker.on('error', (error) => this.sink.log.error('The receiver failed', error))
    worker.once('exit', () => this.gone())
    return worker
  }

  private take(message: FromReceiver): void {
    if (message.kind === 'captures') this.keep(message.packed)
    else if (message.kind === 'answered') this.noteAnswers(message)
    else if (message.kind === 'probe') this.probes.get(message.nonce)?.(message.arrival)
    else if (message.kind === 'log') this.writeLog(message)
    else if (message.kind === 'reply') this.settle(message.id)?.resolve(message.value)
    else this.settle(message.id)?.reject(errorOf(message))
  }

  private keep(packed: PackedCaptures): void {
    const { worker } = this
    for (const { ticket, capture } of unpackCaptures(packed)) {
      this.sink.keep(capture, (error, kept) => {
        // Whoever sent it is gone with the thread that took it; the thread after it counts its tickets anew.
        if (this.worker !== worker) {
          kept?.unanswered(THREAD_ENDED)
          return
        }
        if (this.kept.length + this.failed.length === 0) queueMicrotask(this.tellKept)
        if (kept === null) this.failed.push([ticket, error instanceof Error ? error.message : String(error)])
        else {
          this.kept.push(ticket)
          this.unanswered.set(ticket, kept)
        }
      })
    }
  }

  /** One message for all that a commit has kept. */
  private readonly tellKept = (): void => {
    const { kept, failed } = this
    this.kept = []
    this.failed = []
    this.post({ kind: 'kept', kept, failed })
  }

  private noteAnswers({ newAnswers, answered, unanswered }: AnsweredMessage): void {
    for (const [number, content] of newAnswers) this.answers.set(number, content)
    for (let at = 0; at < answered.length; at += 3) {
      const content = this.answers.get(answered[at + 1] as number)
      if (content === undefined) throw new Error('The receiver named an answer that it never told of')
      const { status, headers, body } = content
      this.answered(answered[at] as number)?.answered({ status, headers, body, afterUs: answered[at + 2] as number })
    }
    for (const [ticket, reason] of unanswered) this.answered(ticket)?.unanswered(reason)
  }

  private answered(ticket: number): KeptCapture | undefined {
    const kept = this.unanswered.get(ticket)
    this.unanswered.delete(ticket)
    return kept
  }

  private writeLog({ level, message, fields }: Extract<FromReceiver, { kind: 'log' }>): void {
    const { log } = this.sink
    if (level === 'error') log.error(message, fields.error, fields)
    else log[level](message, fields)
  }

  private ask<Value = unknown>(request: ReceiverRequest): Promise<Value> {
    const id = this.nextId++
    return new Promise<Value>((resolve, reject) => {
      this.asked.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.post({ kind: 'request', id, request })
    })
  }

  private post(message: ToReceiver): void {
    this.worker.postMessage(message)
  }

  private settle(id: number): Asked | undefined {
    const asked = this.asked.get(id)
    this.asked.delete(id)
    return asked
  }

  private gone(): void {
    const error = new AppError('unavailable', 'The receiver ended. It is started again; try once more.')
    for (const { reject } of this.asked.values()) reject(error)
    this.asked.clear()
    for (const kept of this.unanswered.values()) kept.unanswered(THREAD_ENDED)
    this.unanswered.clear()
    this.answers.clear()
    if (this.closed) return
    this.worker = this.startWorker()
    void this.restart()
  }

  private async startAgain(options: ReceiverOptions): Promise<void> {
    try {
      await this.setRoutes([...this.routes.values()])
      for (const nonce of this.probes.keys()) this.post({ kind: 'expectProbe', nonce, expected: true })
      await this.ask({ ask: 'listen', options })
      for (const [via, port] of this.doors) this.doors.set(via, await this.ask({ ask: 'openDoor', via, port }))
      this.sink.log.warn('The receiver was started again', { port: this.port })
    } catch (error) {
      if (this.closed) return
      this.sink.log.error('The receiver could not be started again', error)
      setTimeout(() => {
        if (!this.closed) void this.startAgain(options)
      }, RESTART_MS)
    }
  }
}

function errorOf({ appError, message }: Extract<FromReceiver, { kind: 'failure' }>): Error {
  return appError === null ? new Error(message) : new AppError(appError, message)
}

const THREAD_ENDED = 'The receiver ended before it could answer.'
