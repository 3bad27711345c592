import type { ExportCount, ExportOrder } from './export-stream.ts'

export interface ExportWork {
  readonly dataFolder: string
  readonly order: ExportOrder
}

export type ToExportWorker =
  /** The oldest piece that is out was taken. */
  'taken' | 'cancel'

export type FromExportWorker =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array; readonly count: ExportCount }
  | { readonly kind: 'end'; readonly count: ExportCount }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined }
