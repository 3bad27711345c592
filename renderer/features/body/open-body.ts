import { AppError } from '../../../shared/contract/errors.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { fetchContent } from '../../host.ts'
import { WorkerChannel, type WorkerPort } from '../../worker-channel.ts'
import type { BodyInfo, BodyQuestion, BodyQuestions, ToBodyWorker } from './body-protocol.ts'

type BodyChannel = WorkerChannel<ToBodyWorker>

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
  readonly #channel: BodyChannel

  private constructor(channel: BodyChannel, info: BodyInfo, incomplete: string | null) {
    this.#channel = channel
    this.info = info
    this.incomplete = incomplete
  }

  static async open(source: BodySource, options: OpenBodyOptions): Promise<OpenBody> {
    const response = await fetchContent(source.path, { signal: options.signal }).catch(rethrowPlainly)
    const channel = startChannel()
    const abort = () => endChannel(channel)
    options.signal.addEventListener('abort', abort, { once: true })
    try {
      await sendPieces(response, channel, options)
      options.signal.throwIfAborted()
      const info = (await channel.ask({
        kind: 'open',
        contentType: headerValue(source.headers, 'content-type'),
      })) as BodyInfo
      return new OpenBody(channel, info, incompleteReason(response))
    } catch (error) {
      endChannel(channel)
      throw error
    } finally {
      options.signal.removeEventListener('abort', abort)
    }
  }

  ask<Q extends BodyQuestion>(question: Q, input: BodyQuestions[Q]['input']): Promise<BodyQuestions[Q]['output']> {
    return this.#channel.ask({ kind: 'ask', question, input }) as Promise<BodyQuestions[Q]['output']>
  }

  /** Ends it; questions that are not answered yet never will be. */
  close(): void {
    endChannel(this.#channel)
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

async function sendPieces(response: Response, channel: BodyChannel, options: OpenBodyOptions): Promise<void> {
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
let spare: WorkerPort | null = null

function startChannel(): BodyChannel {
  const worker = spare ?? new Worker(new URL('./body-worker.ts', import.meta.url), { type: 'module', name: 'body' })
  spare = null
  return new WorkerChannel(worker, { name: 'body viewer' })
}

function endChannel(channel: BodyChannel): void {
  channel.post({ kind: 'reset' })
  const worker = channel.release()
  if (worker === null) return
  if (spare !== null) {
    worker.terminate()
    return
  }
  spare = worker
  // It may still be loading.
  worker.onerror = () => {
    if (spare === worker) spare = null
    worker.terminate()
  }
}
