import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port if nobody has it on loopback, else 0, which takes any free one. */
export async function portOrAny(port: number): Promise<number> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    server.close()
    await once(server, 'close')
    return port
  } catch {
    // It is taken.
    return 0
  }
}
