import type { Call, CallOutput, Channel } from '../shared/contract/contract.ts'
import { unwrapReply } from '../shared/contract/dispatch.ts'
import { AppError, type Reply } from '../shared/contract/errors.ts'
import { type EngineEvent, engineEvent } from '../shared/contract/events.ts'
import { createHttpLink } from './host/http-link.ts'
import { createPreloadLink } from './host/preload-link.ts'

/** Whether the engine can be reached. `refused`: it answers, but not to us; only a fresh link helps. */
export type Connection = 'connecting' | 'up' | 'down' | 'refused'

/** How calls, events and bytes reach the engine; one for the desktop, one for a browser. */
export interface Link {
  call(channel: Channel, input: unknown): Promise<Reply<unknown>>
  fetch(path: string, init: RequestInit): Promise<Response>
  start(onEvent: (event: unknown) => void, onConnection: (connection: Connection) => void): void
}

const link: Link = window.hookbench ? createPreloadLink(window.hookbench) : createHttpLink()
const eventListeners = new Set<(event: EngineEvent) => void>()
const connectionListeners = new Set<() => void>()
let connection: Connection = 'connecting'

/** Calls the engine. Throws `AppError`, whose message can be shown as it stands. */
export const call: Call = async <C extends Channel>(channel: C, input: unknown): Promise<CallOutput<C>> =>
  unwrapReply(channel, await link.call(channel, input))

/** Every event of the engine from now on, until the returned function is called. */
export function subscribe(listener: (event: EngineEvent) => void): () => void {
  eventListeners.add(listener)
  return () => eventListeners.delete(listener)
}

export function currentConnection(): Connection {
  return connection
}

export function subscribeConnection(listener: () => void): () => void {
  connectionListeners.add(listener)
  return () => connectionListeners.delete(listener)
}

interface FetchContentOptions {
  /** Bytes `start` to `end` (exclusive). */
  readonly range?: { readonly start: number; readonly end: number } | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Bytes that the engine keeps, such as `/captures/<id>/body`. Throws `AppError` unless they are there. Decoded views
 * that are not whole say why in `X-Hookbench-Incomplete` (URI-encoded).
 */
export async function fetchContent(path: string, options: FetchContentOptions = {}): Promise<Response> {
  const headers = new Headers()
  if (options.range) headers.set('Range', `bytes=${options.range.start}-${options.range.end - 1}`)
  const response = await fetchFromEngine(path, { headers, signal: options.signal ?? null })
  if (response.ok) return response
  if (response.status === 404) throw new AppError('not-found', 'These bytes are no longer kept.')
  throw new AppError('unavailable', `The engine answered ${response.status} for ${path}. Try again.`)
}

/** Hands bytes to the engine, for an edited body that will name them. */
export async function upload(blob: Blob, signal?: AbortSignal): Promise<{ uploadId: string; size: number }> {
  const response = await fetchFromEngine('/uploads', { method: 'POST', body: blob, signal: signal ?? null })
  if (response.ok) return (await response.json()) as { uploadId: string; size: number }
  if (response.status === 413)
    throw new AppError('invalid-input', 'The body is larger than 64 MiB. Choose a smaller one.')
  throw new AppError('unavailable', `The engine did not take the body (${response.status}). Try again.`)
}

/** Hands the engine a file to import captures from, which `import.check` then names. */
export async function uploadImport(file: Blob, signal?: AbortSignal): Promise<{ uploadId: string; size: number }> {
  const response = await fetchFromEngine('/imports', { method: 'POST', body: file, signal: signal ?? null })
  if (response.ok) return (await response.json()) as { uploadId: string; size: number }
  if (response.status === 413) throw new AppError('invalid-input', 'The file is larger than 8 GiB. Split it.')
  throw new AppError('unavailable', `The engine did not take the file (${response.status}). Try again.`)
}

/** A browser says no more than "Failed to fetch" when nobody answers. */
async function fetchFromEngine(path: string, init: RequestInit): Promise<Response> {
  try {
    return await link.fetch(path, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new AppError('unavailable', 'Hookbench does not answer. Check that it is still running, then try again.', {
      cause: error,
    })
  }
}

/** Begins listening to the engine; called once, when the screen starts. */
export function connect(): void {
  link.start(
    (event) => {
      const parsed = engineEvent.safeParse(event)
      // An engine of another version. Counters tell of what is missed, and a reload brings the screen that fits.
      if (!parsed.success)
        return console.error('The engine told something that this screen does not know', parsed.error)
      for (const listener of eventListeners) listener(parsed.data)
    },
    (next) => {
      if (next === connection) return
      connection = next
      for (const listener of connectionListeners) listener()
    },
  )
}
