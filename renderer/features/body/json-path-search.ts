import type { FromJsonPathWorker, ShownResult, ToJsonPathWorker } from './json-path-protocol.ts'
import type { OpenBody } from './open-body.ts'

/** Opening a large body is not yet searching it. */
const TIME_LIMIT_MS = 5_000
const LARGEST_BYTES = 32 * 1024 * 1024

/**
 * JSONPath over an open body, in a worker of its own: a path that takes too long is ended with its worker, and the body's
 * own worker goes on serving rows.
 */
export class JsonPathSearch {
  readonly #body: OpenBody
  #worker: Promise<Worker> | null = null
  #lastAsk = 0
  readonly #endings = new Set<(error: Error) => void>()
  #closed = false

  constructor(body: OpenBody) {
    this.#body = body
  }

  query(path: string): Promise<ShownResult> {
    return this.#ask('query', path) as Promise<ShownResult>
  }

  copy(path: string): Promise<string> {
    return this.#ask('copy', path) as Promise<string>
  }

  close(): void {
    this.#closed = true
    this.#end(new DOMException('The body was closed', 'AbortError'))
  }

  async #ask(kind: 'query' | 'copy', path: string): Promise<unknown> {
    this.#worker ??= this.#start()
    const worker = await this.#worker
    const ask = ++this.#lastAsk
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          this.#end(new Error('This took longer than 5 s and was stopped. Narrow the path, such as $.items[*].id.')),
        TIME_LIMIT_MS,
      )
      const settle = () => {
        clearTimeout(timer)
        this.#endings.delete(fail)
        worker.removeEventListener('message', onMessage)
      }
      const fail = (error: Error) => {
        settle()
        reject(error)
      }
      const onMessage = ({ data }: MessageEvent<FromJsonPathWorker>) => {
        if (data.ask !== ask) return
        settle()
        if (data.ok) resolve(data.value)
        else reject(new Error(data.message))
      }
      this.#endings.add(fail)
      worker.addEventListener('message', onMessage)
      worker.postMessage({ kind, ask, path } satisfies ToJsonPathWorker)
    })
  }

  async #start(): Promise<Worker> {
    const { size, charset } = this.#body.info
    if (size > LARGEST_BYTES)
      throw new Error('A body larger than 32 MiB cannot be searched by JSONPath. Find in its text.')
    const bytes = await this.#body.ask('bytes', { start: 0, end: size })
    const worker = new Worker(new URL('./json-path-worker.ts', import.meta.url), { type: 'module', name: 'json-path' })
    worker.onerror = (event) => this.#end(new Error(event.message || 'The search could not start.'))
    worker.postMessage({ kind: 'open', bytes, charset } satisfies ToJsonPathWorker, [bytes.buffer])
    if (this.#closed) worker.terminate()
    return worker
  }

  /** The next question starts another worker. */
  #end(error: Error): void {
    const worker = this.#worker
    this.#worker = null
    void worker?.then(
      (started) => started.terminate(),
      // It never started, and whoever asked was told.
      () => {},
    )
    for (const fail of [...this.#endings]) fail(error)
  }
}
