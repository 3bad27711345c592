import { AppError } from '../../../shared/contract/errors.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { fetchContent } from '../../host.ts'
import type { BodyInfo, BodyQuestion, BodyQuestions, FromBodyWorker, ToBodyWorker } from './body-protocol.ts'

/** Where a body lies and what was said about it. */
export interface BodySource {
  /** Such as `/captures/<id>/body`. */
  readonly path: string
  readonly headers: HeaderPairs
}

interface OpenBodyOptions {
  readonly signal: AbortSignal
  readonly onProgress: (loaded: number) => void
}

/**
 * A body that is open in a worker: decoding, indenting and searching never touch the page's thread. Its bytes pass
 * through the page in pieces, since only the page may ask the engine.
 */
export class OpenBody {
  /** Why a decoded view is not whole; null when it is. */
  readonly incomplete: string | null
  readonly info: BodyInfo
  /** Tells open bodies apart. */
  readonly id = ++lastId
  readonly #channel: WorkerChannel

  private constructor(channel: WorkerChannel, info: BodyInfo, incomplete: string | null) {
    this.#channel = channel
    this.info = info
    this.incomplete = incomplete
  }

  static async open(source: BodySource, options: OpenBodyOptions): Promise<OpenBody> {
    const response = await fetchContent(source.path, { signal: options.signal }).catch(rethrowPlainly)
    const channel = new WorkerChannel()
    const abort = () => channel.close()
    options.signal.addEventListener('abort', abort, { once: true })
    try {
      await sendPieces(response, channel, options)
      options.signal.throwIfAborted()
      const info = (await channel.open(headerValue(source.headers, 'content-type'))) as BodyInfo
      return new OpenBody(channel, info, incompleteReason(response))
    } catch (error) {
      channel.close()
      throw error
    } finally {
      options.signal.removeEventListener('abort', abort)
    }
  }

  ask<Q extends BodyQuestion>(question: Q, input: BodyQuestions[Q]['input']): Promise<BodyQuestions[Q]['output']> {
    return this.#channel.ask(question, input) as Promise<BodyQuestions[Q]['output']>
  }

  /** Ends it; questions that are not answered yet never will be. */
  close(): void {
    this.#channel.close()
  }
}

/** A browser says no more than “network error” of an engine that goes away in the middle. */
function rethrowPlainly(error: unknown): never {
  if (!(error instanceof TypeError)) throw error
  throw new AppError('unavailable', 'Hookbench stopped answering. Check that it is still running, then try again.', {
    cause: error,
  })
}

let lastId = 0

async function sendPieces(response: Response, channel: WorkerChannel, options: OpenBodyOptions): Promise<void> {
  if (response.body === null) return
  const reader = response.body.getReader()
  let loaded = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    loaded += value.length
    channel.post({ kind: 'piece', bytes: value }, [value.buffer])
    options.onProgress(loaded)
  }
}

function incompleteReason(response: Response): string | null {
  const encoded = response.headers.get('X-Hookbench-Incomplete')
  if (encoded === null) return null
  try {
    return decodeURIComponent(encoded)
  } catch {
    // Better as it stands than not at all.
    return encoded
  }
}

/** An idle worker is kept for the next body: starting one costs more than most bodies do. */
let spare: Worker | null = null

class WorkerChannel {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #lastAsk = 0
  #closed = false

  constructor() {
    this.#worker = spare ?? new Worker(new URL('./body-worker.ts', import.meta.url), { type: 'module', name: 'body' })
    spare = null
    this.#worker.onmessage = ({ data }: MessageEvent<FromBodyWorker>) => this.#settle(data)
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || 'The body viewer could not start.'))
  }

  open(contentType: string | undefined): Promise<unknown> {
    return this.#send((ask) => ({ kind: 'open', ask, contentType }))
  }

  ask(question: BodyQuestion, input: unknown): Promise<unknown> {
    return this.#send((ask) => ({ kind: 'ask', ask, question, input }))
  }

  post(message: ToBodyWorker, transfer: Transferable[] = []): void {
    if (!this.#closed) this.#worker.postMessage(message, transfer)
  }

  close(): void {
    if (this.#closed) return
    const isIdle = this.#waiting.size === 0
    this.post({ kind: 'reset' })
    this.#closed = true
    if (isIdle && spare === null) spare = this.#worker
    else this.#worker.terminate()
    this.#fail(new DOMException('The body was closed', 'AbortError'))
  }

  #send(message: (ask: number) => ToBodyWorker): Promise<unknown> {
    if (this.#closed) return Promise.reject(new DOMException('The body was closed', 'AbortError'))
    const ask = ++this.#lastAsk
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject })
      this.post(message(ask))
    })
  }

  #settle(message: FromBodyWorker): void {
    const waiting = this.#waiting.get(message.ask)
    this.#waiting.delete(message.ask)
    if (message.ok) waiting?.resolve(message.value)
    else waiting?.reject(new Error(message.message))
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
