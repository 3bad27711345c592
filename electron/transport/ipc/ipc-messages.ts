import type { Reply } from '../../../shared/contract/errors.ts'
import type { EngineEvent } from '../../../shared/contract/events.ts'

/** From the shell to the engine. `ack`: one event has arrived, another may be sent. */
export type IpcRequest =
  | { readonly kind: 'call'; readonly id: number; readonly channel: string; readonly input: unknown }
  | { readonly kind: 'ack' }

/** From the engine to the shell. */
export type IpcAnswer =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'event'; readonly event: EngineEvent }

/** Messages of another purpose share the pipe; they are not ours to judge. */
export function isKind<Message extends { readonly kind: string }>(
  message: unknown,
  kinds: readonly Message['kind'][],
): message is Message {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    (kinds as readonly unknown[]).includes(message.kind)
  )
}
