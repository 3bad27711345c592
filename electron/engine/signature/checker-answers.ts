import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import type { Snippet } from '../../../shared/signature/snippets/snippet.ts'
import type { StoredEvent } from '../store/event-store.ts'
import type { StoredVerdict } from '../store/verdict-store.ts'

/** What is to be thought of a capture that is asked about. */
export interface CheckedAs {
  /** Its provider, whatever is set up. */
  readonly provider?: string | undefined
  /** As the user edited it. */
  readonly edit?:
    | {
        readonly method?: string | undefined
        readonly headers?: HeaderPairs | undefined
        readonly body?: Uint8Array | undefined
      }
    | undefined
}

/** Null: the capture is gone. */
export type SnippetAnswer = Snippet | null

export interface CheckedSlice {
  readonly verdicts: ReadonlyArray<StoredVerdict>
  readonly events: ReadonlyArray<StoredEvent>
  /** Captures that wait for a key at this URL. */
  readonly wanted: ReadonlyArray<{ readonly seq: number; readonly url: string }>
  /** Captures that could not be checked because of a bug. */
  readonly failures: ReadonlyArray<{ readonly seq: number; readonly message: string }>
  /** How many of the scan's captures were passed; 0 at its end. */
  readonly passed: number
  /** The place of the last of them. */
  readonly last: number | null
}

export type ReportAnswer =
  | { readonly kind: 'report'; readonly report: SignatureReport }
  /** The key at this URL is needed first. */
  | { readonly kind: 'wanted'; readonly url: string; readonly report: SignatureReport }
  | { readonly kind: 'gone' }

/** What is found of a capture that a bug, or a lack of memory, keeps from being checked. */
export const CHECK_FAILED = { verdict: 'not-checkable', provider: null, reason: 'check-failed' } as const
