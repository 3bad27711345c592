import type { CallInput, CallOutput, Channel, Handlers } from '../../shared/contract/contract.ts'
import { contract } from '../../shared/contract/contract.ts'
import { AppError, isNotFound } from '../../shared/contract/errors.ts'
import { openReadOnlyStore } from '../engine/compose/read-only-store.ts'
import type { Content, ContentRef } from '../engine/engine-door.ts'
import { type EngineClient, findRunningEngine } from '../transport/http/client.ts'

/** The calls that can be answered without an engine, from the files alone. */
export type ReadingChannel =
  | 'captures.list'
  | 'captures.get'
  | 'deliveries.list'
  | 'deliveries.get'
  | 'endpoints.list'
  | 'filters.list'
  | 'ignoreRules.list'

/** Reads captures, from the running engine or from the files. */
export interface CaptureReader {
  call<C extends ReadingChannel>(channel: C, input: CallInput<C>): Promise<CallOutput<C>>
  /** The stored bytes; null if there is no such thing. */
  content(ref: ContentRef): Promise<WholeContent | null>
  close(): Promise<void>
}

export interface WholeContent {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Why a decoded view ends early; null: it does not. */
  readonly incomplete: string | null
}

/** Null if nothing was ever kept in this folder. */
export async function openCaptureReader(dataFolder: string): Promise<CaptureReader | null> {
  const running = await findRunningEngine(dataFolder)
  if (running !== null) return readerFromClient(running.client)
  try {
    return readerFromStore(dataFolder)
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
}

export function readerFromClient(client: EngineClient): CaptureReader {
  return {
    call: client.call,
    content: (ref) => client.content(ref),
    close: async () => {},
  }
}

function readerFromStore(dataFolder: string): CaptureReader {
  const store = openReadOnlyStore(dataFolder)
  return {
    call: callHandlers(store.handlers),
    content: async (ref) => wholeContent(await store.openContent(ref)),
    close: async () => store.close(),
  }
}

/** Calls handlers in this process as a transport would, so that defaults are filled in. */
export function callHandlers<Channels extends Channel>(handlers: Pick<Handlers, Channels>) {
  return async <C extends Channels>(channel: C, input: CallInput<C>): Promise<CallOutput<C>> => {
    const parsed = contract[channel].input.safeParse(input)
    if (!parsed.success) {
      throw new AppError('invalid-input', parsed.error.issues[0]?.message ?? `Wrong input for ${channel}.`)
    }
    const handler = handlers[channel] as (input: unknown) => CallOutput<C> | Promise<CallOutput<C>>
    return handler(parsed.data)
  }
}

export function wholeContent(content: Content | null): WholeContent | null {
  return content && { bytes: content.read(0, content.size), incomplete: content.incomplete }
}
