import { parentPort } from 'node:worker_threads'
import type { DecodeAnswer, DecodeQuestion } from './content-decoder.ts'
import { decodeBody } from './decode-body.ts'

parentPort?.on('message', async (question: DecodeQuestion) => {
  const decoded = await decodeBody(question.bytes, question.encoding)
  const answer: DecodeAnswer = { id: question.id, ...decoded }
  parentPort?.postMessage(answer, [decoded.bytes.buffer as ArrayBuffer])
})
