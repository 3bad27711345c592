import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Content } from '../../engine/engine-door.ts'
import { parseByteRange } from './byte-range.ts'

/** Streams kept bytes, or the range of them that was asked for. Rejects when they cannot be read to the end. */
export async function serveContent(
  content: Content,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { size, incomplete } = content
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('cache-control', 'no-store')
  // Captured bytes are hostile: no browser may take them for a page, whatever they look like.
  response.setHeader('content-type', 'application/octet-stream')
  response.setHeader('content-disposition', 'attachment')
  if (incomplete !== null) response.setHeader('x-hookbench-incomplete', encodeURIComponent(incomplete))

  const range = parseByteRange(request.headers.range, size)
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 }).end()
    return
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size } : range
  response.setHeader('content-length', end - start)
  if (range === 'whole') response.writeHead(200)
  else response.writeHead(206, { 'content-range': `bytes ${start}-${end - 1}/${size}` })

  if (request.method === 'HEAD' || start === end) {
    response.end()
    return
  }
  await pipeline(Readable.from(content.read(start, end), { objectMode: false }), response)
}
