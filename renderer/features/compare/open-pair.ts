import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { fetchContent } from '../../host.ts'
import type {
  CompareQuestion,
  CompareQuestions,
  FromCompareWorker,
  OpenedPair,
  ToCompareWorker,
} from './compare-protocol.ts'

/** The bodies of two captures in a worker of their own: comparing never holds the page up, and ends when it is closed. */
export class OpenPair {
  readonly info: OpenedPair
  /** Why a body is not whole as it is compared. */
  readonly notes: ReadonlyArray<string>
  readonly #channel: CompareChannel

  private constructor(channel: CompareChannel, info: OpenedPair, notes: ReadonlyArray<string>) {
    this.#channel = channel
    this.info = info
    this.notes = notes
  }

  static async open(left: CaptureDetail, right: CaptureDetail, signal: AbortSignal): Promise<OpenPair> {
    const channel = new CompareChannel()
    signal.addEventListener('abort', () => channel.close(), { once: true })
    try {
      const notes = await Promise.all([sendBody(left, 0, channel, signal), sendBody(right, 1, channel, signal)])
      const contentTypes = [left, right].map(({ headers }) => headerValue(headers, 'content-type'))
      const info = await channel.send((ask) => ({
        kind: 'open',
        ask,
        contentTypes: [contentTypes[0], contentTypes[1]],
      }))
      return new OpenPair(channel, info as OpenedPair, notes.flat())
    } catch (error) {
      channel.close()
      throw error
    }
  }

  ask<Q extends CompareQuestion>(
    question: Q,
    input: CompareQuestions[Q]['input'],
  ): Promise<CompareQuestions[Q]['output']> {
    const answer = this.#channel.send((ask) => ({ kind: 'ask', ask, question, input }))
    return answer as Promise<CompareQuestions[Q]['output']>
  }

  close(): void {
    this.#channel.close()
  }
}

/** Decoded, as that is what its sender meant. Answers what to know about it. */
async function sendBody(
  { id, bodySize }: CaptureDetail,
  side: 0 | 1,
  channel: CompareChannel,
  signal: AbortSignal,
): Promise<string[]> {
  if (bodySize === 0) return []
  const response = await fetchContent(`/captures/${id}/decoded-body`, { signal })
  const reader = response.body?.getReader()
  for (;;) {
    const piece = await reader?.read()
    if (piece === undefined || piece.done) break
    channel.post({ kind: 'piece', side, bytes: piece.value }, [piece.value.buffer])
  }
  const incomplete = response.headers.has('X-Hookbench-Incomplete')
  return incomplete ? [`The body on the ${side === 0 ? 'left' : 'right'} could not be decoded whole.`] : []
}

class CompareChannel {
  readonly #worker = new Worker(new URL('./compare-worker.ts', import.meta.url), { type: 'module', name: 'compare' })
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  #lastAsk = 0
  #closed = false

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<FromCompareWorker>) => this.#settle(data)
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || 'The comparison could not start.'))
  }

  post(message: ToCompareWorker, transfer: Transferable[] = []): void {
    if (!this.#closed) this.#worker.postMessage(message, transfer)
  }

  send(message: (ask: number) => ToCompareWorker): Promise<unknown> {
    if (this.#closed) return Promise.reject(closed())
    const ask = ++this.#lastAsk
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject })
      this.post(message(ask))
    })
  }

  close(): void {
    this.#closed = true
    this.#worker.terminate()
    this.#fail(closed())
  }

  #settle(message: FromCompareWorker): void {
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

function closed(): DOMException {
  return new DOMException('The comparison was closed', 'AbortError')
}
