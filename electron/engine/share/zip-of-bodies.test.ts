import { expect, test } from 'vitest'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import { sampleExport } from '../../../shared/export/testing/sample-export.ts'
import { zipOfBodies } from './zip-of-bodies.ts'

async function yearsOf(...times: number[]): Promise<number[]> {
  async function* captures(): AsyncIterable<ExportedCapture> {
    for (const receivedAt of times) yield sampleExport({ receivedAt, body: Buffer.from('x') })
  }
  const pieces: Uint8Array[] = []
  for await (const piece of zipOfBodies(captures())) pieces.push(piece)
  const zip = Buffer.concat(pieces)
  const years: number[] = []
  // Of each local header, the date stands twelve bytes in.
  for (let at = zip.indexOf('PK\x03\x04'); at !== -1; at = zip.indexOf('PK\x03\x04', at + 4))
    years.push(1980 + (zip.readUInt16LE(at + 12) >> 9))
  return years
}

test('times that a zip does not know are its first and its last', async () => {
  expect(await yearsOf(0, Date.UTC(2026, 5, 1), Date.UTC(9999, 0, 1))).toEqual([1980, 2026, 2107])
})
