import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'
import { AppError } from '../../../shared/contract/errors.ts'
import { errorCode } from './error-code.ts'
import { TunnelRefused } from './tunnel.ts'

export interface EventStreamOptions {
  readonly url: string
  readonly signal: AbortSignal
  /** A stream that is silent for so long is dead: servers send something to keep it alive. */
  readonly silenceMs: number
  /** An event with more characters breaks the stream, rather than fill the memory. */
  readonly eventCharacters: number
}

export interface EventStream {
  /** Ends when the server ends it; throws an `AppError` when it breaks, and when `signal` aborts. */
  readonly events: AsyncIterable<EventSourceMessage>
}

/** Connects to a stream of server-sent events, and resolves once the server has begun it. */
export async function openEventStream(options: EventStreamOptions): Promise<EventStream> {
  const { url, signal, silenceMs, eventCharacters } = options
  const dead = new AbortController()
  const silence = new Silence(silenceMs, () => dead.abort(new AppError('unavailable', `${host(url)} went silent.`)))
  silence.begin()
  const ended = AbortSignal.any([signal, dead.signal])
  try {
    const response = await fetch(url, { headers: { accept: 'text/event-stream' }, cache: 'no-store', signal: ended })
    const body = await checkedBody(response, url)
    silence.begin()
    const events = body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream({ maxBufferSize: eventCharacters }))
    return { events: follow(events, silence, (error) => explain(error, ended, url)) }
  } catch (error) {
    silence.end()
    throw explain(error, ended, url)
  }
}

async function* follow(
  events: AsyncIterable<EventSourceMessage>,
  silence: Silence,
  explained: (error: unknown) => unknown,
): AsyncGenerator<EventSourceMessage> {
  try {
    for await (const event of events) {
      // The stream is not read while its reader is busy, which is not its fault.
      silence.end()
      yield event
      silence.begin()
    }
  } catch (error) {
    throw explained(error)
  } finally {
    silence.end()
  }
}

/** Calls back when nothing ended it in time. */
class Silence {
  readonly #ms: number
  readonly #onTooLong: () => void
  #timer: NodeJS.Timeout | undefined

  constructor(ms: number, onTooLong: () => void) {
    this.#ms = ms
    this.#onTooLong = onTooLong
  }

  begin(): void {
    clearTimeout(this.#timer)
    // A stream that nobody reads any more must not keep the process.
    this.#timer = setTimeout(this.#onTooLong, this.#ms).unref()
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}

async function checkedBody(response: Response, url: string): Promise<ReadableStream<Uint8Array>> {
  const { status, body } = response
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (status === 200 && isStream && body !== null) return body
  await body?.cancel()
  if (status >= 500 || status === 429) {
    throw new AppError('unavailable', `${host(url)} answered ${status}.`)
  }
  const answer = status === 200 ? 'something that is no stream of events' : String(status)
  throw new TunnelRefused(`${url} answered ${answer}.`, 'Check the URL of the channel in Settings.')
}

/** What ended it on purpose comes as it is; everything else is the network. */
function explain(error: unknown, ended: AbortSignal, url: string): unknown {
  if (ended.aborted) return ended.reason
  if (error instanceof AppError) return error
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return new AppError('unavailable', `${host(url)} cannot be reached (${errorCode(cause)}). Check the network.`, {
    cause: error,
  })
}

function host(url: string): string {
  return new URL(url).host
}
