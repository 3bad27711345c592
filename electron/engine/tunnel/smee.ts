import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Log } from '../log/log.ts'
import { type EventStream, openEventStream } from './event-stream.ts'
import { openTunnel, type TunnelLife } from './open-tunnel.ts'
import { refuseCredentials } from './refuse-credentials.ts'
import { deliver } from './smee-delivery.ts'
import { readSmeeEvent } from './smee-request.ts'
import { type TunnelKind, TunnelRefused } from './tunnel.ts'

export interface SmeeOptions {
  /** Where a new channel is asked for. */
  readonly newChannelUrl?: string
  /** smee sends a ping every 30 s; twice missed and a little more, and the stream is dead. */
  readonly silenceMs?: number
}

const NEW_CHANNEL_URL = 'https://smee.io/new'
const SILENCE_MS = 75_000
/** smee.io ends streams now and then. What is posted in between is lost, so it is connected to again at once. */
const RECONNECT_MS = [0, 250, 500, 1_500, 3_000]
/** A stream that ends sooner counts as a failure: a server that ends every one is not asked for ever. */
const STEADY_MS = 5_000
const EVENT_CHARACTERS = 64 * 1024 * 1024
/** Handed to the receiver at a time; the stream waits meanwhile. */
const DELIVERIES_AT_ONCE = 20
const FINISH_MS = 3_000
/** The first, and then one of so many. */
const NO_REQUESTS_LOGGED = 1_000

/** Receives what is posted to a smee channel. Posts are parsed there and made anew here; the provider's answer is smee's. */
export const smee: TunnelKind<'smee'> = createSmee()

export function createSmee({
  newChannelUrl = NEW_CHANNEL_URL,
  silenceMs = SILENCE_MS,
}: SmeeOptions = {}): TunnelKind<'smee'> {
  return {
    id: 'smee',
    probe: 'arrival',
    door: () => 'own',
    available: () => Promise.resolve({ kind: 'ready', version: null }),
    async open({ settings, lastUrl, port, signal, log }) {
      if (settings.channel !== null) refuseCredentials(settings.channel, 'URL of the channel')
      const wantedUrl = settings.channel ?? channelOf(lastUrl, newChannelUrl)
      const url = wantedUrl ?? (await newChannel(newChannelUrl, signal))
      const ended = new AbortController()
      const connect = (): Promise<EventStream> =>
        openEventStream({ url, signal: ended.signal, silenceMs, eventCharacters: EVENT_CHARACTERS })
      const first = await abortable(connect(), signal, ended)
      const deliveries = new Deliveries(port, log)
      const end = (): Promise<void> => {
        ended.abort()
        return deliveries.finish()
      }
      const life = openTunnel({ url, wantedUrl, facts: [], end })
      void follow({ first, connect, deliveries, log, signal: ended.signal, life })
      return life.tunnel
    },
  }
}

/** The one that it had the last time, if it is of the same server. */
function channelOf(lastUrl: string | null, newChannelUrl: string): string | null {
  return lastUrl !== null && URL.parse(lastUrl)?.host === new URL(newChannelUrl).host ? lastUrl : null
}

async function newChannel(newChannelUrl: string, signal: AbortSignal): Promise<string> {
  const server = new URL(newChannelUrl).host
  const response = await fetch(newChannelUrl, { method: 'HEAD', redirect: 'manual', signal }).catch((error) => {
    signal.throwIfAborted()
    throw new AppError('unavailable', `${server} cannot be reached. Check the network.`, { cause: error })
  })
  const location = response.headers.get('location')
  const channel = location === null ? null : URL.parse(location, newChannelUrl)
  if (channel !== null && channel.host === server && channel.pathname.length > 1) return channel.href
  throw new AppError(
    'unavailable',
    `${server} gave no new channel (${response.status}). Open https://${server} in a browser, and enter the channel's URL in Settings.`,
  )
}

/** The stream outlives `signal`, which is about opening alone. */
async function abortable(opening: Promise<EventStream>, signal: AbortSignal, ended: AbortController) {
  const abort = (): void => ended.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await opening
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

interface Following {
  readonly first: EventStream
  readonly connect: () => Promise<EventStream>
  readonly deliveries: Deliveries
  readonly log: Log
  readonly signal: AbortSignal
  readonly life: TunnelLife
}

/** Holds a stream open, until there is none to be had. */
async function follow(following: Following): Promise<void> {
  const { connect, signal, life } = following
  let stream: EventStream | null = following.first
  let failures = 0
  let why = new AppError('unavailable', 'The stream of the smee channel broke.')
  while (!signal.aborted) {
    const since = performance.now()
    if (stream !== null) await receive(stream, following)
    failures = performance.now() - since > STEADY_MS ? 0 : failures + 1
    const delay = RECONNECT_MS[failures]
    if (delay === undefined) break
    try {
      await wait(delay, undefined, { signal })
      stream = await connect()
    } catch (error) {
      stream = null
      if (error instanceof AppError) why = error
      if (error instanceof TunnelRefused) break
    }
  }
  life.lose(why)
}

/** Until the stream ends, for whatever reason: another is opened then. */
async function receive({ events }: EventStream, { deliveries, log, signal }: Following): Promise<void> {
  try {
    for await (const { event, data } of events) {
      if (event === undefined || event === 'message') await deliveries.add(data)
    }
  } catch (error) {
    if (!signal.aborted) log.warn('The stream of the smee channel broke', { reason: String(error) })
  }
}

/** What is on its way from smee to the receiver. */
class Deliveries {
  readonly #port: number
  readonly #log: Log
  readonly #underWay = new Set<Promise<void>>()
  readonly #abort = new AbortController()
  #noRequests = 0

  constructor(port: number, log: Log) {
    this.#port = port
    this.#log = log
  }

  /** Resolves once there is room for another. */
  async add(data: string): Promise<void> {
    const delivery = this.#handOn(data)
    this.#underWay.add(delivery)
    void delivery.then(() => this.#underWay.delete(delivery))
    if (this.#underWay.size >= DELIVERIES_AT_ONCE) await Promise.race(this.#underWay)
  }

  /** Lets what is on its way arrive, since smee has told its sender that it did. */
  async finish(): Promise<void> {
    const timer = setTimeout(() => this.#abort.abort(), FINISH_MS)
    await Promise.all(this.#underWay)
    clearTimeout(timer)
  }

  /** Anybody can post to a channel: what is said of each would push everything else out of the log. */
  #noteNoRequest(characters: number): void {
    this.#noRequests += 1
    if (this.#noRequests !== 1 && this.#noRequests % NO_REQUESTS_LOGGED !== 0) return
    this.#log.warn('smee sent something that is no request', { characters, soFar: this.#noRequests })
  }

  /** Never rejects. */
  async #handOn(data: string): Promise<void> {
    const request = readSmeeEvent(data)
    if (request === null) {
      this.#noteNoRequest(data.length)
      return
    }
    try {
      await deliver(request, this.#port, this.#abort.signal)
    } catch (error) {
      this.#log.error('A request from smee could not be handed to the receiver', error)
    }
  }
}
