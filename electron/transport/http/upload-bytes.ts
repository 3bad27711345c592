import { on } from 'node:events'
import type { IncomingMessage } from 'node:http'

/**
 * The bytes of an upload, as they come. A piece is gone once the next is asked for: each has memory of its own, outside of
 * V8's heap, so that without this some 50 MiB of them would wait to be collected. Whoever stops half-way leaves the
 * connection open for the answer.
 */
export async function* uploadBytes(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  // By its iterator a stream joins what has come meanwhile, which makes each byte garbage twice.
  const pieces = on(request, 'data', { close: ['end'], highWaterMark: 1, lowWaterMark: 1 })
  for await (const [piece] of pieces as AsyncIterable<[Uint8Array]>) {
    yield piece
    letGo(piece)
  }
}

/** What shares its memory with others stays. */
function letGo({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
