import { answerQuestions } from '../threads/answer-questions.ts'
import { decodeBody } from './decode-body.ts'

const calls = { decode: decodeBody }

export type DecodeCalls = typeof calls

answerQuestions(calls, { transfer: ({ bytes }) => [bytes.buffer as ArrayBuffer] })
