import { joinBytes } from '../../../shared/join-bytes.ts'
import { answerQuestions } from '../../answer-questions.ts'
import { BodyDocument } from './body-document.ts'
import type { BodyQuestion, ToBodyWorker } from './body-protocol.ts'

let pieces: Uint8Array<ArrayBuffer>[] = []
let body: BodyDocument | null = null

answerQuestions<ToBodyWorker>((message) => {
  switch (message.kind) {
    case 'piece':
      pieces.push(message.bytes)
      return
    case 'reset':
      pieces = []
      body = null
      return
    case 'open':
      body = new BodyDocument(joinBytes(pieces), message.contentType)
      pieces = []
      return body.info
    case 'ask':
      if (body === null) throw new Error('No body is open')
      return askBody(body, message.question, message.input)
  }
})

function askBody(document: BodyDocument, question: BodyQuestion, input: unknown): unknown {
  return (document[question] as (input: unknown) => unknown).call(document, input)
}
