/** What goes to a worker. `ask`: the number under which an answer is awaited; null: none is. */
export interface ToWorker<Message> {
  readonly ask: number | null
  readonly message: Message
}

/** What comes back from `answerQuestions`. */
export type FromWorker =
  | { readonly ask: number; readonly ok: true; readonly value: unknown }
  | { readonly ask: number; readonly ok: false; readonly message: string }

/** The part of a `Worker` that is used here. */
export type WorkerPort = Pick<Worker, 'onmessage' | 'onerror' | 'terminate'> & {
  postMessage(message: unknown, transfer: Transferable[]): void
}

interface ChannelOptions {
  /** What it is called where it does not even start. */
  readonly name: string
}

/**
 * Questions to a worker that runs `answerQuestions`. A worker that failed, as when its file could not be had, answers nothing
 * ever again: whoever asks is told so, at once.
 */
export class WorkerChannel<Message> {
  readonly #worker: WorkerPort
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #lastAsk = 0
  /** Why there are no answers any more; null: there are. */
  #ended: Error | null = null

  constructor(worker: WorkerPort, { name }: ChannelOptions) {
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#settle(data)
    worker.onerror = ({ message }) =>
      this.close(
        new Error(message || `The ${name} could not start. Check that Hookbench is still running, then try again.`),
      )
  }

  get isEnded(): boolean {
    return this.#ended !== null
  }

  ask(message: Message, transfer: Transferable[] = []): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    const ask = ++this.#lastAsk
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject })
      this.#send({ ask, message }, transfer)
    })
  }

  /** Says something to which there is no answer. */
  post(message: Message, transfer: Transferable[] = []): void {
    if (this.#ended === null) this.#send({ ask: null, message }, transfer)
  }

  /** Ends the worker; what was asked fails, as does what will be. */
  close(reason: Error = closed()): void {
    if (this.#end(reason)) this.#worker.terminate()
  }

  /** Ends the channel and hands its worker over, for another; null: it failed or is at work, and was ended. */
  release(): WorkerPort | null {
    const isIdle = this.#waiting.size === 0
    if (!this.#end(closed())) return null
    if (isIdle) return this.#worker
    this.#worker.terminate()
    return null
  }

  #send(sent: ToWorker<Message>, transfer: Transferable[]): void {
    this.#worker.postMessage(sent, transfer)
  }

  #settle(answer: FromWorker): void {
    const waiting = this.#waiting.get(answer.ask)
    this.#waiting.delete(answer.ask)
    if (answer.ok) waiting?.resolve(answer.value)
    else waiting?.reject(new Error(answer.message))
  }

  /** False: it had ended before. */
  #end(reason: Error): boolean {
    if (this.#ended !== null) return false
    this.#ended = reason
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
    return true
  }
}

function closed(): DOMException {
  return new DOMException('It was closed', 'AbortError')
}
