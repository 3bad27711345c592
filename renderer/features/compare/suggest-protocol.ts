import type { RuleSample } from '../../../shared/diff/suggest-rules.ts'

export interface ToSuggestWorker {
  readonly samples: ReadonlyArray<RuleSample>
}

export type FromSuggestWorker =
  | { readonly ok: true; readonly rules: string[] }
  | { readonly ok: false; readonly message: string }
