import { z } from 'zod'
import { upkeep } from '../storage/storage-usage.ts'
import { tunnelState, urlChange } from '../tunnel/tunnel-state.ts'

/** Where requests are received. */
const receiverState = z.object({
  port: z.number().int(),
  /** `http://127.0.0.1:4665` and, unless it is missing, `http://[::1]:4665`. */
  urls: z.array(z.string()),
  /** Set when the wanted port was taken and the next free one is used. */
  wantedPort: z.number().int().nullable(),
})

/** Whether captures can be kept. While `failing`, senders are answered 503 and told to try again. */
const storeState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ok') }),
  z.object({ kind: z.literal('failing'), message: z.string(), since: z.number().int() }),
])

/** Something the user should know once: a damaged file set aside, the first automatic deletion, a port that was taken. */
export const notice = z.object({ id: z.string(), message: z.string(), at: z.number().int() })

/** Deliveries that wait and run. */
const forwardQueueState = z.object({
  waiting: z.number().int(),
  running: z.number().int(),
  dropped: z.number().int(),
})

/** How far the search index lags. What it lacks is looked through capture by capture, so nothing is missed. */
const searchIndexState = z.object({
  /** Captures that it does not hold yet. */
  behind: z.number().int(),
  /** How long the oldest of them waits. */
  seconds: z.number(),
  /** Why it cannot be written, as a sentence; null while it can. */
  failure: z.string().nullable(),
})

export const engineState = z.object({
  version: z.string(),
  startedAt: z.number().int(),
  dataFolder: z.string(),
  receiver: receiverState,
  /** Null on the desktop, where no control port is opened. */
  uiUrl: z.string().nullable(),
  store: storeState,
  tunnel: tunnelState,
  /** Until it is acknowledged. */
  urlChanged: urlChange.nullable(),
  forwardQueue: forwardQueueState,
  notices: z.array(notice),
  /** A job that deletes or compacts, while it runs. */
  clearing: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Compacting or backing up, while it runs. */
  upkeep: upkeep.nullable(),
  /** Captures whose signatures are checked again, while they are. */
  checking: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
  /** Null until it has been looked at, just after the start. */
  searchIndex: searchIndexState.nullable(),
})

export type ReceiverState = z.infer<typeof receiverState>
export type StoreState = z.infer<typeof storeState>
export type Notice = z.infer<typeof notice>
export type ForwardQueueState = z.infer<typeof forwardQueueState>
export type SearchIndexState = z.infer<typeof searchIndexState>
export type EngineState = z.infer<typeof engineState>
