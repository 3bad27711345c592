import { type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Call, Channel } from '../../../shared/contract/contract.ts'
import { unwrapReply } from '../../../shared/contract/dispatch.ts'
import { AppError, callError, type Reply } from '../../../shared/contract/errors.ts'
import { type EngineEvent, engineEvent } from '../../../shared/contract/events.ts'
import type { ContentRef } from '../../engine/engine-door.ts'
import { contentPath, exportPath } from '../content-path.ts'
import { type ControlFile, readControlFile } from './control-file.ts'
import { readLines } from './read-lines.ts'

/** Where an engine listens: its local socket, or a port on this machine. */
export type EngineAddress =
  | { readonly socketPath: string; readonly token: string }
  | { readonly port: number; readonly token: string }

/** Speaks to a running engine. Holds no connection of its own, so there is nothing to close. */
export interface EngineClient {
  /** Throws `AppError`; `unavailable` when the engine cannot be reached. */
  readonly call: Call
  /**
   * Every event from the moment that the promise resolves until `signal` is aborted. Throws `unavailable` when the
   * engine ends before that.
   */
  events(signal: AbortSignal): Promise<AsyncIterable<EngineEvent>>
  /** Kept bytes; null if there is no such thing. `end` is exclusive. */
  content(ref: ContentRef, range?: { readonly start: number; readonly end?: number }): Promise<ClientContent | null>
  /** The file of an export that was started: its bytes can be taken once. */
  exported(id: string): Promise<AsyncIterable<Uint8Array>>
  upload(bytes: AsyncIterable<Uint8Array>): Promise<{ uploadId: string; size: number }>
  /** A file to import captures from. */
  uploadImport(bytes: AsyncIterable<Uint8Array>): Promise<{ uploadId: string; size: number }>
  /** One raw exchange, for those who relay: the caller reads the answer, whatever its status. */
  exchange(request: RawRequest): Promise<IncomingMessage>
}

export interface ClientContent {
  /** Bytes of the whole, not of the range. */
  readonly size: number
  /** Why a decoded view is not whole; null when it is. */
  readonly incomplete: string | null
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: AsyncIterable<Uint8Array> | string
  readonly signal?: AbortSignal
}

export interface RunningEngine {
  readonly control: ControlFile
  readonly client: EngineClient
}

/** Its event loop is free within milliseconds; an engine that was suspended (SIGSTOP, a debugger) never is. */
const ANSWER_MS = 2_000

/**
 * The engine that holds this data folder and answers; null if none does (a control file may outlive a killed engine).
 * Throws `unavailable` for one that is there and says nothing.
 */
export async function findRunningEngine(dataFolder: string, limitMs = ANSWER_MS): Promise<RunningEngine | null> {
  const control = await readControlFile(dataFolder)
  if (control === null) return null
  const client = connectEngine({ socketPath: control.socketPath, token: control.token })
  const signal = AbortSignal.timeout(limitMs)
  try {
    const soon = (raw: RawRequest): Promise<IncomingMessage> => client.exchange({ ...raw, signal })
    unwrapReply('engine.state', await postCall(soon, 'engine.state', {}))
    return { control, client }
  } catch (error) {
    if (signal.aborted) {
      const message = `Hookbench (process ${control.pid}) holds ${dataFolder} but did not answer within ${limitMs / 1000} s. Let it go on if it is suspended, or end it and try again.`
      throw new AppError('unavailable', message, { cause: error })
    }
    // `refused`: something answers there, but it is not the engine that wrote this file.
    if (error instanceof AppError && (error.kind === 'unavailable' || error.kind === 'refused')) return null
    throw error
  }
}

export function connectEngine(address: EngineAddress): EngineClient {
  const exchange = (raw: RawRequest): Promise<IncomingMessage> => send(address, raw)
  return {
    exchange,
    call: async (channel, input) => unwrapReply(channel, await postCall(exchange, channel, input)),
    events: (signal) => openEvents(exchange, signal),
    content: async (ref, range) => {
      const headers = range ? { range: `bytes=${range.start}-${range.end === undefined ? '' : range.end - 1}` } : {}
      const answer = await exchange({ method: 'GET', path: contentPath(ref), headers })
      if (answer.statusCode === 404) {
        answer.resume()
        return null
      }
      if (answer.statusCode !== 200 && answer.statusCode !== 206) throw await refusal(answer)
      const incomplete = answer.headers['x-hookbench-incomplete']
      return {
        size: wholeSize(answer),
        incomplete: typeof incomplete === 'string' ? decodeURIComponent(incomplete) : null,
        bytes: answer,
      }
    },
    exported: async (id) => {
      const answer = await exchange({ method: 'GET', path: exportPath(id) })
      if (answer.statusCode !== 200) throw await refusal(answer)
      return answer
    },
    upload: (bytes) => post(exchange, '/uploads', bytes),
    uploadImport: (bytes) => post(exchange, '/imports', bytes),
  }
}

type Exchange = EngineClient['exchange']

async function post(
  exchange: Exchange,
  path: string,
  body: AsyncIterable<Uint8Array>,
): Promise<{ uploadId: string; size: number }> {
  const answer = await exchange({ method: 'POST', path, body })
  if (answer.statusCode !== 200) throw await refusal(answer)
  return JSON.parse(await readText(answer)) as { uploadId: string; size: number }
}

function send(address: EngineAddress, raw: RawRequest): Promise<IncomingMessage> {
  const where =
    'socketPath' in address
      ? { socketPath: address.socketPath, host: 'localhost' }
      : { host: '127.0.0.1', port: address.port }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...where,
        // A connection each: a kept one may be closed by the engine at the moment that it is used again.
        agent: false,
        method: raw.method,
        path: raw.path,
        headers: { ...raw.headers, 'x-hookbench-token': address.token },
        ...(raw.signal && { signal: raw.signal }),
      },
      resolve,
    )
    outgoing.on('error', (error) => {
      if (raw.signal?.aborted) reject(raw.signal.reason)
      else reject(unreachable(error))
    })
    if (raw.body === undefined || typeof raw.body === 'string') {
      outgoing.end(raw.body)
    } else {
      // A refused upload is told by the answer; the broken pipe behind it says nothing more.
      pipeline(Readable.from(raw.body, { objectMode: false }), outgoing).catch((error) => reject(unreachable(error)))
    }
  })
}

async function postCall(exchange: Exchange, channel: Channel, input: unknown): Promise<Reply<unknown>> {
  const answer = await exchange({
    method: 'POST',
    path: `/api/call/${channel}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const text = await readText(answer)
  try {
    return JSON.parse(text) as Reply<unknown>
  } catch (error) {
    throw new AppError('unavailable', 'What answered is not a Hookbench engine. Start Hookbench again.', {
      cause: error,
    })
  }
}

async function openEvents(exchange: Exchange, signal: AbortSignal): Promise<AsyncIterable<EngineEvent>> {
  const answer = await exchange({ method: 'GET', path: '/api/events', signal })
  if (answer.statusCode !== 200) throw await refusal(answer)
  const lines = readLines(answer)
  // The engine sends a blank line once it has subscribed us: from here on nothing is missed.
  await lines.next()
  return eventsFrom(lines, signal)
}

async function* eventsFrom(lines: AsyncIterable<string>, signal: AbortSignal): AsyncIterable<EngineEvent> {
  try {
    for await (const line of lines) {
      if (line !== '') yield engineEvent.parse(JSON.parse(line))
    }
  } catch (error) {
    if (signal.aborted) return
    if (error instanceof z.ZodError || error instanceof SyntaxError) throw otherVersion(error)
    throw unreachable(error)
  }
  if (!signal.aborted) throw unreachable(new Error('The event stream ended.'))
}

async function refusal(answer: IncomingMessage): Promise<AppError> {
  try {
    const error = callError.parse(JSON.parse(await readText(answer)).error)
    return new AppError(error.kind, error.message)
  } catch (cause) {
    return new AppError('bug', `The engine answered ${answer.statusCode} without a reason.`, { cause })
  }
}

function wholeSize(answer: IncomingMessage): number {
  const total = answer.headers['content-range']?.split('/')[1] ?? answer.headers['content-length']
  return Number(total)
}

async function readText(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of answer) pieces.push(piece as Buffer)
  } catch (error) {
    throw unreachable(error)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function otherVersion(cause: unknown): AppError {
  return new AppError('unavailable', 'The engine that runs is of another version. End it, and start it again.', {
    cause,
  })
}

function unreachable(cause: unknown): AppError {
  return new AppError('unavailable', 'The engine cannot be reached. Start Hookbench, or try again in a moment.', {
    cause,
  })
}
