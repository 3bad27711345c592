import { bodyFileName } from '../../../shared/export/body-file-name.ts'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import { writeZip, type ZipFile } from './zip-writer.ts'

/** The bodies of captures as a zip, a file each, one after the other as they are taken. Those without a body have none. */
export function zipOfBodies(captures: AsyncIterable<ExportedCapture>): AsyncIterable<Uint8Array> {
  return writeZip(files(captures))
}

async function* files(captures: AsyncIterable<ExportedCapture>): AsyncIterable<ZipFile> {
  for await (const capture of captures) {
    const { body, receivedAt } = capture
    if (body.length > 0) yield { name: bodyFileName(capture), modified: new Date(receivedAt), bytes: body }
  }
}
