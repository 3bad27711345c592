import { fetchContent } from '../../host.ts'
import { WorkerChannel } from '../../worker-channel.ts'
import type { BytesForm, CompareQuestion, CompareQuestions, OpenedPair, ToCompareWorker } from './compare-protocol.ts'
import type { Side, SideBody } from './load-side.ts'

type CompareChannel = WorkerChannel<ToCompareWorker>

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
    const channel = startChannel()
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
      const info = await channel.ask({ kind: 'open', contentTypes: [left.contentType, right.contentType] })
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
    const answer = await this.#channel.ask({ kind: 'ask', question, input })
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
    return this.#channel.ask({ kind: 'open-exact', sides })
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

function startChannel(): CompareChannel {
  const worker = new Worker(new URL('./compare-worker.ts', import.meta.url), { type: 'module', name: 'compare' })
  return new WorkerChannel(worker, { name: 'comparison' })
}
