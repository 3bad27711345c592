import type { FromWorker, ToWorker, WorkerPort } from '../worker-channel.ts'

/** A worker that answers when the test says so. */
export class TestWorker implements WorkerPort {
  onmessage: WorkerPort['onmessage'] = null
  onerror: WorkerPort['onerror'] = null
  isTerminated = false
  readonly #got: ToWorker<unknown>[] = []

  /** Everything it was told and asked. */
  get sent(): unknown[] {
    return this.#got.map(({ message }) => message)
  }

  postMessage(sent: unknown): void {
    this.#got.push(sent as ToWorker<unknown>)
  }

  terminate(): void {
    this.isTerminated = true
  }

  answer(message: unknown, value: unknown): void {
    this.#reply({ ask: this.#askOf(message), ok: true, value })
  }

  refuse(message: unknown, problem: string): void {
    this.#reply({ ask: this.#askOf(message), ok: false, message: problem })
  }

  /** As when its file cannot be loaded: an event that says nothing. */
  fail(): void {
    this.onerror?.call(this as unknown as Worker, new Event('error') as ErrorEvent)
  }

  #reply(data: FromWorker): void {
    this.onmessage?.call(this as unknown as Worker, new MessageEvent('message', { data }))
  }

  #askOf(message: unknown): number {
    const asked = this.#got.find((one) => JSON.stringify(one.message) === JSON.stringify(message))
    if (asked === undefined || asked.ask === null) throw new Error(`It was not asked ${JSON.stringify(message)}`)
    return asked.ask
  }
}
