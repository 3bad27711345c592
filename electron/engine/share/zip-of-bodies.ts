import { makeZip } from 'client-zip'
import { bodyFileName } from '../../../shared/export/body-file-name.ts'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'

const PIECE_BYTES = 1024 * 1024

/** The bodies of captures as a zip, a file each, one after the other as they are taken. Those without a body have none. */
export function zipOfBodies(captures: AsyncIterable<ExportedCapture>): AsyncIterable<Uint8Array> {
  return makeZip(files(captures), { buffersAreUTF8: true })
}

async function* files(captures: AsyncIterable<ExportedCapture>) {
  for await (const capture of captures) {
    const { body, receivedAt } = capture
    if (body.length === 0) continue
    const name = bodyFileName(capture)
    yield {
      name,
      lastModified: timeOfZip(receivedAt),
      size: body.length,
      input: body.length <= PIECE_BYTES ? (body as Uint8Array<ArrayBuffer>) : pieces(body),
      mode: 0o600,
    }
  }
}

/** A zip knows the years from 1980 to 2107; any other one would come out as some date. */
function timeOfZip(receivedAt: number): Date {
  return new Date(Math.min(Math.max(receivedAt, EARLIEST), LATEST))
}

const EARLIEST = Date.UTC(1980, 0, 2)
const LATEST = Date.UTC(2107, 11, 30)

async function* pieces(body: Uint8Array): AsyncIterable<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < body.length; at += PIECE_BYTES) yield new Uint8Array(body.subarray(at, at + PIECE_BYTES))
}
