import type { CaptureReader } from './engine-access.ts'

/** The stored body of a capture, as a stream; empty if it has gone in the meantime. */
export async function bodyStream(reader: CaptureReader, id: string): Promise<AsyncIterable<Uint8Array>> {
  return (await reader.content({ kind: 'capture-body', id, decoded: false }))?.bytes ?? nothing()
}

export async function readBody(reader: CaptureReader, id: string): Promise<Buffer> {
  return readAll(await bodyStream(reader, id))
}

export async function readAll(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of bytes) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
