import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What a raw target saw on one connection, and the socket to answer on. */
export interface RawConnection {
  readonly socket: Socket
  /** Every byte so far. */
  received(): Buffer
}

export interface RawTarget extends AsyncDisposable {
  readonly port: number
  readonly url: string
  readonly connections: RawConnection[]
  /** The bytes of all connections, in the order in which they were opened. */
  received(): Buffer
}

/** A plain TCP server: what arrives can be compared byte for byte, and it may answer as badly as a test wants. */
export async function startRawTarget(
  onData: (connection: RawConnection, chunk: Buffer) => void = answerEachRequest(
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  ),
): Promise<RawTarget> {
  const connections: RawConnection[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const chunks: Buffer[] = []
    const connection = { socket, received: () => Buffer.concat(chunks) }
    connections.push(connection)
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      onData(connection, chunk)
    })
    // The other side may go away at any time; tests look at what it saw.
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections,
    received: () => Buffer.concat(connections.map((connection) => connection.received())),
    async [Symbol.asyncDispose]() {
      for (const { socket } of connections) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers once a whole request (by its Content-Length) has come, as often as that happens. */
export function answerEachRequest(answer: string): (connection: RawConnection, chunk: Buffer) => void {
  const answered = new Map<RawConnection, number>()
  return (connection) => {
    const bytes = connection.received()
    for (;;) {
      const start = answered.get(connection) ?? 0
      const headEnd = bytes.indexOf('\r\n\r\n', start)
      if (headEnd < 0) return
      const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', start, headEnd))?.[1] ?? '0'
      const end = headEnd + 4 + Number(length)
      if (bytes.length < end) return
      answered.set(connection, end)
      connection.socket.write(answer, 'latin1')
    }
  }
}
