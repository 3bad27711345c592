import type { Comparison } from '../../../shared/diff/comparison.ts'
import type { JsonPatch } from '../../../shared/diff/json-patch.ts'

/** As they are compared, or with their content encoding, as they were sent. */
export type BytesForm = 'decoded' | 'exact'

export interface OpenedPair {
  readonly isJson: boolean
}

/** Two texts for the editor, or why it cannot show them. */
export type SideTexts =
  | { readonly kind: 'texts'; readonly left: string; readonly right: string; readonly isJson: boolean }
  | { readonly kind: 'none'; readonly problem: string }

/** What the worker answers, by the name of the question. */
export interface CompareQuestions {
  compare: { input: { rules: string[] }; output: Comparison }
  bytes: { input: { form: BytesForm }; output: Comparison }
  patch: { input: { rules: string[] }; output: JsonPatch | null }
  texts: { input: { pretty: boolean }; output: SideTexts }
}

export type CompareQuestion = keyof CompareQuestions

export type ToCompareWorker =
  | {
      readonly kind: 'piece'
      readonly side: 0 | 1
      readonly form: BytesForm
      readonly bytes: Uint8Array<ArrayBuffer>
    }
  | { readonly kind: 'open'; readonly contentTypes: readonly [string | undefined, string | undefined] }
  /** All pieces of the exact bytes have come, of the sides that have other ones. */
  | { readonly kind: 'open-exact'; readonly sides: ReadonlyArray<0 | 1> }
  | { readonly kind: 'ask'; readonly question: CompareQuestion; readonly input: unknown }
