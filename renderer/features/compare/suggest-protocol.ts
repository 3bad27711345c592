import type { RuleSample } from '../../../shared/diff/suggest-rules.ts'

export interface ToSuggestWorker {
  readonly samples: ReadonlyArray<RuleSample>
}
