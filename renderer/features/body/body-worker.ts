import { BodyDocument } from './body-document.ts'
import type { BodyQuestion, FromBodyWorker, ToBodyWorker } from './body-protocol.ts'

/** The part of a worker's global scope that is used here; the page's own types describe a window instead. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToBodyWorker>) => void) | null
  postMessage(message: FromBodyWorker, transfer?: Transferable[]): void
}

const scope = self as unknown as WorkerScope
let pieces: Uint8Array<ArrayBuffer>[] = []
let body: BodyDocument | null = null

scope.onmessage = ({ data: message }) => {
  switch (message.kind) {
    case 'piece':
      pieces.push(message.bytes)
      return
    case 'reset':
      pieces = []
      body = null
      return
    case 'open':
      return answer(message.ask, () => {
        body = new BodyDocument(joined(pieces), message.contentType)
        pieces = []
        return body.info
      })
    case 'ask':
      return answer(message.ask, () => {
        if (body === null) throw new Error('No body is open')
        return askBody(body, message.question, message.input)
      })
  }
}

function askBody(document: BodyDocument, question: BodyQuestion, input: unknown): unknown {
  return (document[question] as (input: unknown) => unknown).call(document, input)
}

function answer(ask: number, work: () => unknown): void {
  try {
    const value = work()
    scope.postMessage({ ask, ok: true, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
  } catch (error) {
    scope.postMessage({ ask, ok: false, message: error instanceof Error ? error.message : String(error) })
  }
}

function joined(parts: ReadonlyArray<Uint8Array<ArrayBuffer>>): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
