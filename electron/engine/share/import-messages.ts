import type { ExportedEndpoint } from '../../../shared/export/exported-capture.ts'
import type { ImportFormat } from '../../../shared/import/import-format.ts'
import type { DeliveryRow } from '../store/delivery-row.ts'
import type { ImportedCapture } from '../store/import-store.ts'

/** What requests name, one behind the other in one file. */
export interface UploadedFiles {
  readonly file: string
  readonly entries: ReadonlyArray<{ readonly name: string; readonly size: number }>
}

export interface ImportWork {
  readonly dataFolder: string
  readonly file: string
  readonly format: ImportFormat
  /** To look whether all of it can be read, or to hand it over. */
  readonly mode: 'check' | 'write'
  /** Where all of it goes; null: where each belongs. */
  readonly endpoint: string | null
  readonly files: UploadedFiles | null
  /** Slugs that receive now, for requests that do not say where they belong. */
  readonly slugs: ReadonlyArray<string>
}

export interface Said {
  readonly where: string
  readonly message: string
}

/** What is known of the captures of one endpoint in the file. */
export interface EndpointTally {
  captures: number
  bytes: number
  malformed: number
  malformedBytes: number
  /** Of these, pinned: no limit is about them. */
  pinned: number
  pinnedBytes: number
  /** When the oldest of them that is not pinned was received. */
  oldest: number
}

/** What a file has, as far as it was read. */
export interface ImportTally {
  share: number
  captures: number
  deliveries: number
  bodyBytes: number
  already: number
  renamed: number
  readonly endpoints: Map<string, EndpointTally>
  readonly settings: Map<string, ExportedEndpoint>
  readonly problems: Said[]
  problemCount: number
  /** What to do about them, each once. */
  readonly nextSteps: string[]
  readonly remarks: Said[]
  /** By what is remarked: where it is so first, and how often. */
  readonly remarked: Map<string, { readonly where: string; times: number }>
}

/** Captures, each with what was sent of it. */
export interface ImportBatch {
  /** That the bodies lie in. They are handed over with it, and let go of once it is written. */
  readonly buffers: ReadonlyArray<ArrayBuffer>
  readonly captures: ReadonlyArray<{
    readonly row: ImportedCapture
    /** Larger than a chunk: it goes ahead of its row. */
    readonly largeBody: Uint8Array | null
  }>
  /** `captureSeq` counts the captures of the batch from 0; -1 is the last one of the batch before. */
  readonly deliveries: ReadonlyArray<DeliveryRow>
}

export type ToImportWorker = 'written' | 'cancel'

export type FromImportWorker =
  | { readonly kind: 'progress'; readonly tally: ImportTally }
  | { readonly kind: 'batch'; readonly batch: ImportBatch }
  | { readonly kind: 'end'; readonly tally: ImportTally }
  /** What a person can mend. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string; readonly stack: string | undefined }
