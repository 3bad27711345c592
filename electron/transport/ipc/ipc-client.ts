import type { Reply } from '../../../shared/contract/errors.ts'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import { type IpcAnswer, type IpcRequest, isKind } from './ipc-messages.ts'
import type { MessageChannelEnd } from './message-channel.ts'

/** Calls and events over a pipe to an engine. */
export interface IpcClient {
  /** Never rejects: a pipe that breaks answers what waits with `unavailable`. */
  call(channel: string, input: unknown): Promise<Reply<unknown>>
  subscribe(listener: (event: EngineEvent) => void): () => void
}

export function createIpcClient(channel: MessageChannelEnd): IpcClient {
  const waiting = new Map<number, (reply: Reply<unknown>) => void>()
  const listeners = new Set<(event: EngineEvent) => void>()
  let lastId = 0
  let open = true
  const post = (request: IpcRequest): void => channel.post(request)

  channel.onMessage((message) => {
    if (!isKind<IpcAnswer>(message, ['reply', 'event'])) return
    if (message.kind === 'reply') {
      waiting.get(message.id)?.(message.reply)
      waiting.delete(message.id)
      return
    }
    try {
      for (const listener of listeners) listener(message.event)
    } finally {
      if (open) post({ kind: 'ack' })
    }
  })
  channel.onClose(() => {
    open = false
    for (const settle of waiting.values()) settle(ENGINE_GONE)
    waiting.clear()
  })

  return {
    call(name, input) {
      if (!open) return Promise.resolve(ENGINE_GONE)
      return new Promise((resolve) => {
        const id = ++lastId
        waiting.set(id, resolve)
        post({ kind: 'call', id, channel: name, input })
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const ENGINE_GONE: Reply<never> = {
  ok: false,
  error: { kind: 'unavailable', message: 'The engine ended before it answered. Try again in a moment.' },
}
