import type { ExportedCapture, ExportedDelivery, ExportedEndpoint } from './exported-capture.ts'

/** Text goes out as UTF-8. */
export type ExportPiece = string | Uint8Array

/** Writes one format, piece by piece, so that no more than one capture is ever in memory. Called in this order. */
export interface ExportWriter {
  begin(): Iterable<ExportPiece>
  /** Before the first capture of it. */
  endpoint(endpoint: ExportedEndpoint): Iterable<ExportPiece>
  capture(capture: ExportedCapture): Iterable<ExportPiece>
  /** Of the capture before it. */
  delivery(delivery: ExportedDelivery, capture: ExportedCapture): Iterable<ExportPiece>
  end(counts: ExportCounts): Iterable<ExportPiece>
}

export interface ExportCounts {
  readonly captures: number
  readonly deliveries: number
}
