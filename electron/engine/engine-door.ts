import type { Handlers } from '../../shared/contract/contract.ts'
import type { EngineEvent } from '../../shared/contract/events.ts'

/** What transports see of the engine: calls, events, and bytes. `engine.ts` makes it; transports only carry it. */
export interface EngineDoor {
  readonly handlers: Handlers
  /** Every event from now on, until the returned function is called. */
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Opens kept bytes; null if there is no such thing. */
  openContent(ref: ContentRef): Promise<Content | null>
  /** The file of an export that was started, which is written while it is taken; null if there is no such export. */
  openExport(id: string): ExportFile | null
  /** Keeps bytes for an edit or an answer that will name them. At most `LIMITS.bodyBytes`, else `AppError`. */
  receiveUpload(bytes: AsyncIterable<Uint8Array>): Promise<{ uploadId: string; size: number }>
  /** Keeps a file that captures will be imported from. At most `LIMITS.importBytes`, else `AppError`. */
  receiveImport(bytes: AsyncIterable<Uint8Array>): Promise<{ uploadId: string; size: number }>
}

/** `decoded`: with its Content-Encoding undone, capped (see `LIMITS.decodedBytes`). */
export type ContentRef =
  | { readonly kind: 'capture-body'; readonly id: string; readonly decoded: boolean }
  | { readonly kind: 'delivery-request-body'; readonly id: string; readonly decoded: boolean }
  | { readonly kind: 'delivery-response-body'; readonly id: string; readonly decoded: boolean }

export interface Content {
  readonly size: number
  /** Why a decoded view ends early or could not be made; null when it is whole. */
  readonly incomplete: string | null
  /** Bytes `start` to `end` (exclusive), in pieces of at most 1 MiB. */
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

export interface ExportFile {
  readonly fileName: string
  readonly mediaType: string
  /** Throws when it cannot be written to its end. Ending early cancels the export. */
  readonly bytes: AsyncIterable<Uint8Array>
}
