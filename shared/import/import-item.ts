import type { ByteText } from '../export/byte-text.ts'
import type { ExportedCapture, ExportedDelivery, ExportedEndpoint } from '../export/exported-capture.ts'
import type { ReadNamedFile } from './shell/shell-command.ts'

/** What a file brings, in its order. `where` names the place to a person: `Line 12`, `Entry 3`. */
export type ImportItem =
  | { readonly kind: 'capture'; readonly where: string; readonly capture: ExportedCapture }
  /** Of the capture before it. */
  | { readonly kind: 'delivery'; readonly where: string; readonly delivery: ExportedDelivery }
  | { readonly kind: 'endpoint'; readonly where: string; readonly endpoint: ExportedEndpoint }
  /** What cannot be read, and what to do, in `next` where that is the same for many. A file with one is not imported; reading goes on, to find the others. */
  | { readonly kind: 'problem'; readonly where: string; readonly message: string; readonly next?: string }
  /** What was left out or stands differently. */
  | { readonly kind: 'remark'; readonly where: string; readonly message: string }

export interface ImportSource {
  /** The file, in pieces; unpacked, where its format is packed. */
  readonly bytes: AsyncIterable<Uint8Array>
  readonly text: ByteText
  /** For what the file does not say: when it came, and what it is called. */
  readonly now: number
  readonly newId: () => string
  /** Files that requests name; without it none is at hand. */
  readonly readFile?: ReadNamedFile
}

/**
 * Reads one format, holding one capture in memory. Throws `AppError` where nothing can be read any more. Everything in the
 * file is a stranger's: sizes, nesting and names are checked here.
 */
export type ImportReader = (source: ImportSource) => AsyncIterable<ImportItem>

export function problem(where: string, message: string, next?: string): ImportItem {
  return { kind: 'problem', where, message, ...(next === undefined ? {} : { next }) }
}
