import { JsonPathDocument } from '../../../shared/body/json-path-query.ts'
import { decodeText } from './decode-text.ts'
import type { FromJsonPathWorker, ShownResult, ToJsonPathWorker } from './json-path-protocol.ts'

/** The part of a worker's global scope that is used here; the page's own types describe a window instead. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToJsonPathWorker>) => void) | null
  postMessage(message: FromJsonPathWorker): void
}

const SHOWN_LENGTH = 300

const scope = self as unknown as WorkerScope
/** Null: it is no JSON, or has too many values. */
let open: JsonPathDocument | null = null

scope.onmessage = ({ data: message }) => {
  switch (message.kind) {
    case 'open':
      open = JsonPathDocument.open(decodeText(message.bytes, message.charset).text)
      return
    case 'query':
      return answer(message.ask, () => query(message.path))
    case 'copy':
      return answer(message.ask, () => copied(message.path))
  }
}

function query(path: string): ShownResult {
  if (open === null) return { kind: 'no-json' }
  const result = open.query(path)
  if (result.kind !== 'found') return result
  const { source } = open
  return {
    ...result,
    matches: result.matches.map(({ path, node, start, end }) => ({
      path,
      node,
      text: source.slice(start, Math.min(end, start + SHOWN_LENGTH)),
    })),
  }
}

function copied(path: string): string {
  const result = open?.query(path)
  if (open === null || result?.kind !== 'found') throw new Error('There is nothing to copy.')
  const { source } = open
  return `[${result.matches.map(({ start, end }) => source.slice(start, end)).join(',\n')}]\n`
}

function answer(ask: number, work: () => unknown): void {
  try {
    scope.postMessage({ ask, ok: true, value: work() })
  } catch (error) {
    scope.postMessage({ ask, ok: false, message: error instanceof Error ? error.message : String(error) })
  }
}
