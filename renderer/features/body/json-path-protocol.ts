import type { JsonPathResult } from '../../../shared/body/json-path-query.ts'

/** A match with the beginning of how it is spelled. */
export interface ShownMatch {
  readonly path: string
  readonly node: number
  readonly text: string
}

export type ShownResult =
  | (Omit<JsonPathResult & { kind: 'found' }, 'matches'> & { readonly matches: ReadonlyArray<ShownMatch> })
  | Exclude<JsonPathResult, { kind: 'found' }>
  | { readonly kind: 'no-json' }

export type ToJsonPathWorker =
  | { readonly kind: 'open'; readonly bytes: Uint8Array<ArrayBuffer>; readonly charset: string }
  | { readonly kind: 'query'; readonly path: string }
  /** All matches of a path that are listed, as one JSON array in their own spelling. */
  | { readonly kind: 'copy'; readonly path: string }
