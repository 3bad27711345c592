import { WorkerChannel, type WorkerPort } from '../../worker-channel.ts'
import type { ShownResult, ToJsonPathWorker } from './json-path-protocol.ts'
import type { OpenBody } from './open-body.ts'

const TIME_LIMIT_MS = 5_000
const LARGEST_BYTES = 32 * 1024 * 1024

type PathChannel = WorkerChannel<ToJsonPathWorker>

/**
 * JSONPath over an open body, in a worker of its own: a path that takes too long is ended with its worker, and the body's
 * own worker goes on serving rows. One path at a time, each with all of its time: what waits is not at work.
 */
export class JsonPathSearch {
  readonly #body: Pick<OpenBody, 'info' | 'ask'>
  readonly #startWorker: () => WorkerPort
  #channel: PathChannel | null = null
  #turn: Promise<unknown> = Promise.resolve()
  #newest = 0
  #closed = false

  constructor(body: Pick<OpenBody, 'info' | 'ask'>, startWorker = startJsonPathWorker) {
    this.#body = body
    this.#startWorker = startWorker
  }

  /** One that has not begun when the next is asked never will: it is not what somebody waits for any more. */
  query(path: string): Promise<ShownResult> {
    const number = ++this.#newest
    return this.#inTurn(() => {
      if (number !== this.#newest) throw new DOMException('Another path was asked', 'AbortError')
      return this.#ask({ kind: 'query', path })
    }) as Promise<ShownResult>
  }

  copy(path: string): Promise<string> {
    return this.#inTurn(() => this.#ask({ kind: 'copy', path })) as Promise<string>
  }

  close(): void {
    this.#closed = true
    this.#channel?.close()
  }

  #inTurn(work: () => Promise<unknown>): Promise<unknown> {
    const turn = this.#turn.then(work)
    // Whoever asked is told; the next does not mind.
    this.#turn = turn.catch(() => {})
    return turn
  }

  /** The next question after one that was ended starts another worker. */
  async #ask(message: ToJsonPathWorker): Promise<unknown> {
    const channel = this.#channel?.isEnded === false ? this.#channel : await this.#open()
    // Opening a large body is not yet searching it.
    const timer = setTimeout(
      () =>
        channel.close(new Error('This took longer than 5 s and was stopped. Narrow the path, such as $.items[*].id.')),
      TIME_LIMIT_MS,
    )
    try {
      return await channel.ask(message)
    } finally {
      clearTimeout(timer)
    }
  }

  async #open(): Promise<PathChannel> {
    const { size, charset } = this.#body.info
    if (size > LARGEST_BYTES)
      throw new Error('A body larger than 32 MiB cannot be searched by JSONPath. Find in its text.')
    const bytes = await this.#body.ask('bytes', { start: 0, end: size })
    if (this.#closed) throw new DOMException('The body was closed', 'AbortError')
    const channel: PathChannel = new WorkerChannel(this.#startWorker(), { name: 'search' })
    this.#channel = channel
    try {
      await channel.ask({ kind: 'open', bytes, charset }, [bytes.buffer])
      return channel
    } catch (error) {
      channel.close()
      throw error
    }
  }
}

function startJsonPathWorker(): WorkerPort {
  return new Worker(new URL('./json-path-worker.ts', import.meta.url), { type: 'module', name: 'json-path' })
}
