import type { BodyKind } from '../../../shared/body/body-kind.ts'
import type { Multipart } from '../../../shared/http/multipart.ts'
import type { QueryPair } from '../../../shared/http/query.ts'

/** The forms in which a body can be read as rows of text. */
export type TextMode = 'pretty' | 'raw' | 'hex'

/** What is known of a body once all of it is there. */
export interface BodyInfo {
  readonly kind: BodyKind
  readonly size: number
  readonly mediaType: string
  /** What the bytes were read as. */
  readonly charset: string
  /** Why the charset is not simply what the sender said; null if it is. */
  readonly charsetNote: string | null
  /** For images: what they are, by their first bytes. */
  readonly imageType: string | null
}

export interface TextView {
  readonly rows: number
  /** Characters of the longest row. */
  readonly widest: number
  /** Characters in all. */
  readonly length: number
  /** Small and plain enough for the code editor; anything else is shown row by row. */
  readonly suitsEditor: boolean
}

/** A view with its text, if that is for the code editor; the rows of others are asked for as they come into sight. */
export interface ReadableText {
  readonly view: TextView
  readonly text: string | null
}

/** A pretty view that cannot be made, and why. */
export interface NoTextView {
  readonly problem: string
}

export interface TextRow {
  /** Null where the row continues a long line, and in a hex dump. */
  readonly line: number | null
  readonly text: string
  /** Position of its first character or byte. */
  readonly start: number
}

export interface FoundText {
  readonly row: number
  readonly column: number
  /** Position in the text or among the bytes, to search on from. */
  readonly position: number
  /** So many characters or bytes. */
  readonly length: number
}

/** A text as rows; what is longer than `columns` goes on in a row of its own. Left out: longer than any screen is wide. */
export interface RowsOfText {
  readonly mode: TextMode
  readonly columns?: number | undefined
}

/** What the worker answers, by the name of the question. */
export interface BodyQuestions {
  view: { input: RowsOfText; output: TextView | NoTextView }
  readable: { input: { mode: TextMode }; output: ReadableText | NoTextView }
  rows: { input: RowsOfText & { from: number; to: number }; output: TextRow[] }
  text: { input: { mode: TextMode }; output: string }
  find: { input: RowsOfText & { query: string; from: number; backwards: boolean }; output: FoundText | null }
  form: { input: { limit: number }; output: QueryPair[] }
  multipart: { input: Record<string, never>; output: Multipart }
  bytes: { input: { start: number; end: number }; output: Uint8Array<ArrayBuffer> }
}

export type BodyQuestion = keyof BodyQuestions

export type ToBodyWorker =
  | { readonly kind: 'piece'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'open'; readonly contentType: string | undefined }
  | { readonly kind: 'ask'; readonly question: BodyQuestion; readonly input: unknown }
  /** Forget everything; the worker will be used for another body. */
  | { readonly kind: 'reset' }
