import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OwnAnswer } from './own-answers.ts'

/** How long the rest of a body that nobody keeps is read past, so that its sender gets to see the answer. */
const DISCARD_MS = 5000

/** Nothing is sent where something went out already, or nobody is there any more. */
export function sendOwnAnswer(response: ServerResponse, answer: OwnAnswer): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(answer.status, answer.headers.flat())
  response.end(answer.body)
}

/** Before the body has come: the whole answer goes out first, and the rest is read past for a while, or its sender would see a reset. */
export function sendOwnAnswerEarly(request: IncomingMessage, response: ServerResponse, answer: OwnAnswer): void {
  response.writeHead(answer.status, answer.headers.flat())
  response.write(answer.body)
  const end = () => {
    clearTimeout(timer)
    if (!response.writableEnded) response.end()
  }
  const timer = setTimeout(end, DISCARD_MS)
  request.once('end', end)
  request.once('close', end)
  request.resume()
}
