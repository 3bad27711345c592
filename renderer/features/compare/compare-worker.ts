import { joinBytes } from '../../../shared/join-bytes.ts'
import { answerQuestions } from '../../answer-questions.ts'
import type { BytesForm, CompareQuestion, ToCompareWorker } from './compare-protocol.ts'
import { ComparedBodies } from './compared-bodies.ts'

type Pieces = Uint8Array<ArrayBuffer>[]

const pieces: Record<BytesForm, [Pieces, Pieces]> = { decoded: [[], []], exact: [[], []] }
let bodies: ComparedBodies | null = null

answerQuestions<ToCompareWorker>((message) => {
  switch (message.kind) {
    case 'piece':
      pieces[message.form][message.side].push(message.bytes)
      return
    case 'open': {
      const [left, right] = message.contentTypes
      bodies = new ComparedBodies(
        { bytes: taken('decoded', 0), contentType: left },
        { bytes: taken('decoded', 1), contentType: right },
      )
      return bodies.info
    }
    case 'open-exact':
      for (const side of message.sides) opened().takeExact(side, taken('exact', side))
      return
    case 'ask':
      return ask(opened(), message.question, message.input)
  }
})

function opened(): ComparedBodies {
  if (bodies === null) throw new Error('Nothing is open to compare')
  return bodies
}

function ask(open: ComparedBodies, question: CompareQuestion, input: unknown): unknown {
  return (open[question] as (input: unknown) => unknown).call(open, input)
}

/** Whole; the pieces are forgotten. */
function taken(form: BytesForm, side: 0 | 1): Uint8Array<ArrayBuffer> {
  return joinBytes(pieces[form][side].splice(0))
}
