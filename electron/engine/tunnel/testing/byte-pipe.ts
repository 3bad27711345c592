import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A tunnel that changes nothing, as `ssh -R` to a server of one's own: a port whose bytes go to another. Gone when the test ends. */
export async function startBytePipe(port: number): Promise<{ readonly url: string; close(): void }> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer({ allowHalfOpen: true }, (from) => {
    const to = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    for (const socket of [from, to]) {
      sockets.add(socket)
      socket.once('close', () => {
        sockets.delete(socket)
        from.destroy()
        to.destroy()
      })
      // The close that follows ends both sides.
      socket.on('error', () => {})
    }
    from.pipe(to)
    to.pipe(from)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = (): void => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(close)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
