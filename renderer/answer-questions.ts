import type { FromWorker, ToWorker } from './worker-channel.ts'

/** The part of a worker's global scope that is used here; the page's own types describe a window instead. */
interface WorkerScope<Message> {
  onmessage: ((event: MessageEvent<ToWorker<Message>>) => void) | null
  postMessage(answer: FromWorker, transfer?: Transferable[]): void
}

/** The worker's half of a `WorkerChannel`. Bytes that are the answer are given away, not copied. */
export function answerQuestions<Message>(answer: (message: Message) => unknown): void {
  const scope = self as unknown as WorkerScope<Message>
  scope.onmessage = ({ data: { ask, message } }) => {
    if (ask === null) {
      answer(message)
      return
    }
    try {
      const value = answer(message)
      scope.postMessage({ ask, ok: true, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
    } catch (error) {
      scope.postMessage({ ask, ok: false, message: error instanceof Error ? error.message : String(error) })
    }
  }
}
