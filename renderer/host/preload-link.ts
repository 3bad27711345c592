import type { Reply } from '../../shared/contract/errors.ts'
import type { Link } from '../host.ts'

/** What the desktop's preload exposes to the page. */
export interface HookbenchBridge {
  call(channel: string, input: unknown): Promise<Reply<unknown>>
  onEvent(listener: (event: unknown) => void): () => void
  onConnection(listener: (up: boolean) => void): () => void
}

declare global {
  interface Window {
    /** Only on the desktop. */
    readonly hookbench?: HookbenchBridge
  }
}

/** The desktop: calls and events over IPC, bytes from the page's own origin (`app://hookbench`). */
export function createPreloadLink(bridge: HookbenchBridge): Link {
  return {
    call: (channel, input) => bridge.call(channel, input),
    fetch: (path, init) => fetch(path, init),
    start(onEvent, onConnection) {
      bridge.onEvent(onEvent)
      bridge.onConnection((up) => onConnection(up ? 'up' : 'down'))
      // The shell may have told of its connection before this page listened, so ask once.
      bridge.call('engine.state', {}).then(
        (reply) => onConnection(reply.ok ? 'up' : 'down'),
        () => onConnection('down'),
      )
    },
  }
}
