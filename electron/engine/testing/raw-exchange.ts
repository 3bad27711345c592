import net from 'node:net'

/** Sends bytes as they are and resolves with all that comes back until the peer closes, or `enough` says so. */
export function rawExchange(
  port: number,
  pieces: ReadonlyArray<string | Buffer>,
  enough?: (answer: string) => boolean,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    let answer = ''
    socket.on('connect', () => {
      for (const piece of pieces) socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
    })
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1')
      if (enough?.(answer)) {
        socket.destroy()
        resolve(answer)
      }
    })
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)))
    socket.on('close', () => resolve(answer))
  })
}

/** Sends bytes, then goes away without a word once `sent`. */
export function sendAndVanish(port: number, bytes: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    socket.on('error', reject)
    socket.write(bytes, () => {
      socket.off('error', reject)
      socket.on('error', () => {})
      socket.resetAndDestroy()
      resolve()
    })
  })
}

export const ANSWERED = (count: number) => (answer: string) =>
  answer.split('HTTP/1.1 ').length - 1 >= count && answer.endsWith('{"ok":true}')
