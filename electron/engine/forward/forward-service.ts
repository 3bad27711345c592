import { AppError } from '../../../shared/contract/errors.ts'
import type { ParsedTarget } from '../../../shared/delivery/resolve-target.ts'
import type { EndpointForward } from '../../../shared/endpoint/endpoint.ts'
import type { ForwardQueueState } from '../../../shared/engine/engine-state.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { type Coalesced, coalesce } from '../coalesce.ts'
import type { Log } from '../log/log.ts'
import type { ByteBudget } from '../replay/byte-budget.ts'
import { replayTarget } from '../replay/replay-target.ts'
import { sendCapture } from '../replay/send-capture.ts'
import { WireClient } from '../replay/wire/wire-client.ts'
import type { DeliveryRecord, DeliveryStore } from '../store/delivery-record.ts'

const STATE_MS = 50
/** The queue being full is one event, not one a capture. */
const DROP_LOG_MS = 10_000

export interface ForwardServiceOptions {
  readonly store: DeliveryStore
  /** Shared with replays, so that bodies in memory stay bounded together. */
  readonly budget: ByteBudget
  readonly log: Log
  readonly newId: () => string
  readonly now: () => number
  readonly targetSettings: (url: string) => Promise<{ allowSelfSigned: boolean }>
  /** A target that leads back to Hookbench's own receiver. */
  readonly isOwnReceiver: (target: ParsedTarget) => Promise<boolean>
  /** The queue changed: at most 20 times a second. */
  readonly onState: (state: ForwardQueueState) => void
}

interface Waiting {
  readonly captureId: string
  readonly url: string
  readonly keepHost: boolean
}

/**
 * Sends new captures on by themselves, after they were answered. Only ids wait; each capture is read when its turn
 * comes. A full queue drops the newest, and counts them: receiving never waits for a target.
 */
export class ForwardService {
  readonly #options: ForwardServiceOptions
  readonly #client = new WireClient({ keepAlive: true })
  readonly #changed: Coalesced
  /** A ring: taking from the front of an array of a thousand moves the others each time. */
  readonly #queue: (Waiting | undefined)[] = new Array(LIMITS.forwardQueue)
  #front = 0
  #waiting = 0
  #running = 0
  #dropped = 0
  #droppedLoggedAt = Number.NEGATIVE_INFINITY
  #starting = false
  #closed = false
  #onIdle: (() => void)[] = []

  constructor(options: ForwardServiceOptions) {
    this.#options = options
    this.#changed = coalesce(() => options.onState(this.state), STATE_MS)
  }

  get state(): ForwardQueueState {
    return { waiting: this.#waiting, running: this.#running, dropped: this.#dropped }
  }

  /** Refuses, as an `AppError`, a URL that cannot be forwarded to. Ask before it is set. */
  async check(url: string): Promise<void> {
    const target = await this.#targetOf(url)
    if (target instanceof AppError) throw target
  }

  /** Puts a capture at the end of the queue. Costs next to nothing and never throws. */
  enqueue(captureId: string, { url, keepHost }: Pick<EndpointForward, 'url' | 'keepHost'>): void {
    if (this.#closed) return
    if (this.#waiting === LIMITS.forwardQueue) {
      this.#drop(url)
      return
    }
    this.#queue[(this.#front + this.#waiting) % LIMITS.forwardQueue] = { captureId, url, keepHost }
    this.#waiting++
    this.#changed()
    // After the turn that received it, so that its sender is answered first.
    if (this.#running < LIMITS.forwardsAtOnce && !this.#starting) {
      this.#starting = true
      setImmediate(() => this.#start())
    }
  }

  /** Cancels what runs, drops what waits, and resolves once nothing runs. */
  async close(): Promise<void> {
    this.#closed = true
    this.#queue.fill(undefined)
    this.#waiting = 0
    this.#client.close()
    while (this.#running > 0) {
      await new Promise<void>((idle) => {
        this.#onIdle.push(idle)
      })
    }
    this.#changed.cancel()
  }

  #start(): void {
    this.#starting = false
    while (this.#running < LIMITS.forwardsAtOnce && this.#waiting > 0) {
      const next = this.#queue[this.#front] as Waiting
      this.#queue[this.#front] = undefined
      this.#front = (this.#front + 1) % LIMITS.forwardQueue
      this.#waiting--
      this.#running++
      void this.#forward(next)
    }
    this.#changed()
  }

  async #forward(next: Waiting): Promise<void> {
    const { store, budget, log, newId, now, targetSettings } = this.#options
    // The size is known once the body is here; until then it is taken to be the largest there can be.
    let held: number = LIMITS.bodyBytes
    await budget.take(held)
    try {
      const { allowSelfSigned } = await targetSettings(next.url)
      const captured = await store.readRequest(next.captureId)
      const size = captured?.body.length ?? 0
      budget.giveBack(held - size)
      held = size
      if (captured === null) {
        log.warn('A capture that was to be forwarded is gone', { capture: next.captureId })
        return
      }
      const target = await this.#targetOf(next.url)
      const job = { ...next, kind: 'forward', target, allowSelfSigned } as const
      const record = await sendCapture({ client: this.#client, newId, now }, job, captured)
      budget.add(record.responseBody.length)
      held += record.responseBody.length
      await this.#keep(record)
    } catch (error) {
      log.error('A capture could not be forwarded', error, { capture: next.captureId })
    } finally {
      budget.giveBack(held)
      this.#running--
      this.#start()
      if (this.#running === 0) for (const idle of this.#onIdle.splice(0)) idle()
    }
  }

  async #keep(record: DeliveryRecord): Promise<void> {
    try {
      await this.#options.store.addDelivery(record)
    } catch (error) {
      const { id, captureId } = record
      this.#options.log.error('A delivery could not be kept', error, { delivery: id, capture: captureId })
    }
  }

  async #targetOf(url: string): Promise<ParsedTarget | AppError> {
    try {
      const target = replayTarget(url)
      if (!(await this.#options.isOwnReceiver(target))) return target
      return new AppError(
        'invalid-input',
        `${target.origin} is Hookbench's own receiver: each forward would come back as a new capture. Choose another target.`,
      )
    } catch (error) {
      if (error instanceof AppError) return error
      throw error
    }
  }

  #drop(url: string): void {
    this.#dropped++
    this.#changed()
    const now = performance.now()
    if (now - this.#droppedLoggedAt < DROP_LOG_MS) return
    this.#droppedLoggedAt = now
    this.#options.log.warn('Captures are not forwarded: the queue is full because the target is too slow', {
      // Paths of webhook URLs are secrets often enough (Slack's, Discord's).
      target: originOf(url),
      dropped: this.#dropped,
    })
  }
}

function originOf(url: string): string {
  return /^[^:]*:\/\/[^/?#]*/.exec(url)?.[0] ?? ''
}
