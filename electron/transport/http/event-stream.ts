import type { ServerResponse } from 'node:http'
import type { EngineDoor } from '../../engine/engine-door.ts'
import { createEventOutbox } from '../event-outbox.ts'

const HEARTBEAT_MS = 15_000

/**
 * Writes every event as a line of JSON until the reader goes away. A reader that does not keep up finds fewer, merged
 * events (see `EventOutbox`), so what waits for it stays small.
 */
export function streamEvents(door: Pick<EngineDoor, 'subscribe'>, response: ServerResponse): void {
  const outbox = createEventOutbox()
  const pump = (): void => {
    while (!response.writableNeedDrain) {
      const event = outbox.take()
      if (event === undefined) return
      response.write(`${JSON.stringify(event)}\n`)
    }
  }
  const unsubscribe = door.subscribe((event) => {
    outbox.add(event)
    pump()
  })
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write('\n')
  }, HEARTBEAT_MS)
  response.on('drain', pump)
  response.on('close', () => {
    clearInterval(heartbeat)
    unsubscribe()
  })
  response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
  // Tells the reader that from here on it misses nothing.
  response.write('\n')
}
