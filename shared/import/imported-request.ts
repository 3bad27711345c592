import type { HeaderPairs } from '../http/header-pairs.ts'

/** A request that was brought in rather than received. Target and header values are latin1. */
export interface ImportedRequest {
  readonly method: string
  readonly target: string
  readonly httpVersion: '1.0' | '1.1'
  readonly headers: HeaderPairs
  readonly body: Uint8Array
  /** Behind a body in chunks; no other way to write a request down has them. */
  readonly trailers?: HeaderPairs
  /** Files that it names and that were not at hand: without them the body is not whole. */
  readonly neededFiles: ReadonlyArray<string>
  /** What was left out or stands differently; sentences for people. */
  readonly warnings: ReadonlyArray<string>
}
