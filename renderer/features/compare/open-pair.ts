import { fetchContent } from '../../host.ts'
import type {
  BytesForm,
  CompareQuestion,
  CompareQuestions,
  FromCompareWorker,
  OpenedPair,
  ToCompareWorker,
} from './compare-protocol.ts'
import type { Side, SideBody } from './load-side.ts'

interface OpenPairOptions {
  readonly signal: AbortSignal
  /** Bytes read of both. */
  onProgress(loaded: number): void
}

/** The bodies of two sides in a worker of their own: comparing never holds the page up, and ends when it is closed. */
export class OpenPair {
  readonly info: OpenedPair
  /** Why a body is not whole as it is compared. */
  readonly notes: ReadonlyArray<string>
  readonly #channel: CompareChannel
  readonly #sides: readonly [Side, Side]
  readonly #signal: AbortSignal
  #exact: Promise<unknown> | null = null

  private constructor(
    channel: CompareChannel,
    sides: readonly [Side, Side],
    info: OpenedPair,
    notes: ReadonlyArray<string>,
    signal: AbortSignal,
  ) {
    this.#channel = channel
    this.#sides = sides
    this.info = info
    this.notes = notes
    this.#signal = signal
  }

  static async open(left: Side, right: Side, { signal, onProgress }: OpenPairOptions): Promise<OpenPair> {
    const channel = new CompareChannel()
    signal.addEventListener('abort', () => channel.close(), { once: true })
    let loaded = 0
    const onPiece = (size: number) => {
      loaded += size
      onProgress(loaded)
    }
    try {
      const notes = await Promise.all([
        sendBody(left, 0, 'decoded', channel, signal, onPiece),
        sendBody(right, 1, 'decoded', channel, signal, onPiece),
      ])
      const info = await channel.send((ask) => ({
        kind: 'open',
        ask,
        contentTypes: [left.contentType, right.contentType],
      }))
      return new OpenPair(channel, [left, right], info as OpenedPair, notes.flat(), signal)
    } catch (error) {
      channel.close()
      throw error
    }
  }

  /** Whether there are other bytes than those that are compared. */
  get isEncoded(): boolean {
    return this.#sides.some(({ encoding }) => encoding !== null)
  }

  async ask<Q extends CompareQuestion>(
    question: Q,
    input: CompareQuestions[Q]['input'],
  ): Promise<CompareQuestions[Q]['output']> {
    if ('form' in input && input.form === 'exact') {
      this.#exact ??= this.#openExact()
      await this.#exact
    }
    const answer = await this.#channel.send((ask) => ({ kind: 'ask', ask, question, input }))
    return answer as CompareQuestions[Q]['output']
  }

  close(): void {
    this.#channel.close()
  }

  /** Asked for only when somebody wants to see them. */
  async #openExact(): Promise<unknown> {
    const sides = ([0, 1] as const).filter((side) => this.#sides[side].encoding !== null)
    for (const side of sides) {
      await sendBody(this.#sides[side], side, 'exact', this.#channel, this.#signal, () => {})
    }
    return this.#channel.send((ask) => ({ kind: 'open-exact', ask, sides }))
  }
}

/** Decoded is what its sender meant. Answers what to know about it. */
async function sendBody(
  { body, size }: Side,
  side: 0 | 1,
  form: BytesForm,
  channel: CompareChannel,
  signal: AbortSignal,
  onPiece: (size: number) => void,
): Promise<string[]> {
  if (size === 0) return []
  const response = await openBody(body, form, signal)
  const reader = response.body?.getReader()
  for (;;) {
    const piece = await reader?.read()
    signal.throwIfAborted()
    if (piece === undefined || piece.done) break
    onPiece(piece.value.length)
    channel.post({ kind: 'piece', side, form, bytes: piece.value }, [piece.value.buffer])
  }
  const incomplete = response.headers.has('X-Hookbench-Incomplete')
  return incomplete ? [`The body on the ${side === 0 ? 'left' : 'right'} could not be decoded whole.`] : []
}

function openBody(body: SideBody, form: BytesForm, signal: AbortSignal): Promise<Response> {
  if (body.kind === 'own') return Promise.resolve(new Response(body.blob))
  return fetchContent(form === 'decoded' ? body.decodedPath : body.path, { signal })
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
