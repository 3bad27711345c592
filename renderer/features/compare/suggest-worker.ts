import { suggestRules } from '../../../shared/diff/suggest-rules.ts'
import { makeTextDecoder } from '../body/decode-text.ts'
import type { FromSuggestWorker, ToSuggestWorker } from './suggest-protocol.ts'

/** The part of a worker's global scope that is used here; the page's own types describe a window instead. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToSuggestWorker>) => void) | null
  postMessage(message: FromSuggestWorker): void
}

const scope = self as unknown as WorkerScope

scope.onmessage = ({ data: { samples } }) => {
  try {
    scope.postMessage({ ok: true, rules: suggestRules(samples, makeTextDecoder) })
  } catch (error) {
    scope.postMessage({ ok: false, message: error instanceof Error ? error.message : String(error) })
  }
}
