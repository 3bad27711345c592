import type { ByteText } from './byte-text.ts'
import type { ExportPiece, ExportWriter } from './export-writer.ts'
import { LINES_VERSION } from './ndjson-line.ts'
import { captureLines, deliveryLines, line } from './write-ndjson.ts'

/** A digest of the lines of a bundle, made as they are written or read. */
export interface RunningDigest {
  update(piece: ExportPiece): void
  hex(): string
}

export interface BundleFacts {
  readonly writtenAt: number
  /** Program and version. */
  readonly by: string
}

/** The lines of a bundle, which is them gzipped: what it is, everything in it, and at the end how to know that it is whole. */
export function bundleWriter(text: ByteText, digest: RunningDigest, facts: BundleFacts): ExportWriter {
  function* digested(pieces: Iterable<ExportPiece>): Iterable<ExportPiece> {
    for (const piece of pieces) {
      digest.update(piece)
      yield piece
    }
  }
  return {
    begin: () => digested([line({ kind: 'bundle', version: LINES_VERSION, ...facts })]),
    endpoint: (endpoint) => digested([line({ kind: 'endpoint', version: LINES_VERSION, ...endpoint })]),
    capture: (capture) => digested(captureLines(capture, text)),
    delivery: (delivery) => digested(deliveryLines(delivery, text)),
    end: ({ captures, deliveries }) => [
      line({ kind: 'end', version: LINES_VERSION, captures, deliveries, sha256: digest.hex() }),
    ],
  }
}
