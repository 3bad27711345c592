import { answerQuestions } from '../threads/answer-questions.ts'
import { giveWayToReceiver } from '../threads/give-way.ts'
import { decodeBody } from './decode-body.ts'

giveWayToReceiver()
const calls = { decode: decodeBody }

export type DecodeCalls = typeof calls

answerQuestions(calls, { transfer: ({ bytes }) => [bytes.buffer as ArrayBuffer] })
