import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportFile } from '../../engine/engine-door.ts'

/** Streams the file of an export while it is written. One that cannot be written to its end is cut off, so that it shows. */
export async function serveExport({ fileName, mediaType, bytes }: ExportFile, response: ServerResponse): Promise<void> {
  response.writeHead(200, {
    'cache-control': 'no-store',
    'content-type': mediaType,
    'content-disposition': `attachment; filename="${fileName}"`,
  })
  await pipeline(Readable.from(bytes, { objectMode: false }), response)
}
