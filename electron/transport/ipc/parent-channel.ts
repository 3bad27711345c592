import type { MessageChannelEnd } from './message-channel.ts'

/** The pipe to the process that started this one: Electron's, or that of `child_process.fork`; null without either. */
export function parentChannel(): MessageChannelEnd | null {
  const port = (process as { parentPort?: ParentPort }).parentPort
  if (port) return utilityChannel(port)
  return process.send ? forkChannel() : null
}

/** What Electron gives a utility process. Electron ends the process together with its parent. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

function utilityChannel(port: ParentPort): MessageChannelEnd {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    onClose: () => {},
  }
}

function forkChannel(): MessageChannelEnd {
  return {
    post(message) {
      // The parent may go between the check and the write; `onClose` tells of it.
      if (process.connected) process.send?.(message, undefined, undefined, () => {})
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', listener),
  }
}
