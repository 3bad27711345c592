import { dispatch, type ReportFault } from '../../../shared/contract/dispatch.ts'
import type { EngineDoor } from '../../engine/engine-door.ts'
import { createEventOutbox } from '../event-outbox.ts'
import { type IpcAnswer, type IpcRequest, isKind } from './ipc-messages.ts'
import type { MessageChannelEnd } from './message-channel.ts'

/** Events that may be on their way; a pipe has no backpressure, so the other side acknowledges each. */
const EVENTS_UNDERWAY = 8

/** Serves calls and events to whoever holds the other end. */
export function serveIpc(
  door: Pick<EngineDoor, 'handlers' | 'subscribe'>,
  channel: MessageChannelEnd,
  reportFault: ReportFault,
): void {
  const outbox = createEventOutbox()
  let underway = 0
  let open = true
  const post = (answer: IpcAnswer): void => {
    if (open) channel.post(answer)
  }
  const pump = (): void => {
    while (open && underway < EVENTS_UNDERWAY) {
      const event = outbox.take()
      if (event === undefined) return
      underway++
      post({ kind: 'event', event })
    }
  }

  channel.onMessage((message) => {
    if (!isKind<IpcRequest>(message, ['call', 'ack'])) return
    if (message.kind === 'ack') {
      underway = Math.max(0, underway - 1)
      pump()
      return
    }
    void dispatch(door.handlers, message.channel, message.input, reportFault).then((reply) =>
      post({ kind: 'reply', id: message.id, reply }),
    )
  })
  const unsubscribe = door.subscribe((event) => {
    outbox.add(event)
    pump()
  })
  channel.onClose(() => {
    open = false
    unsubscribe()
  })
}
