import { JsonPathDocument } from '../../../shared/body/json-path-query.ts'
import { answerQuestions } from '../../answer-questions.ts'
import { decodeText } from './decode-text.ts'
import type { ShownResult, ToJsonPathWorker } from './json-path-protocol.ts'

const SHOWN_LENGTH = 300

/** Null: it is no JSON, or has too many values. */
let open: JsonPathDocument | null = null

answerQuestions<ToJsonPathWorker>((message) => {
  switch (message.kind) {
    case 'open':
      open = JsonPathDocument.open(decodeText(message.bytes, message.charset).text)
      return
    case 'query':
      return query(message.path)
    case 'copy':
      return copied(message.path)
  }
})

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
