import type { BytesForm, CompareQuestion, FromCompareWorker, ToCompareWorker } from './compare-protocol.ts'
import { ComparedBodies } from './compared-bodies.ts'

/** The part of a worker's global scope that is used here; the page's own types describe a window instead. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToCompareWorker>) => void) | null
  postMessage(message: FromCompareWorker): void
}

type Pieces = Uint8Array<ArrayBuffer>[]

const scope = self as unknown as WorkerScope
const pieces: Record<BytesForm, [Pieces, Pieces]> = { decoded: [[], []], exact: [[], []] }
let bodies: ComparedBodies | null = null

scope.onmessage = ({ data: message }) => {
  switch (message.kind) {
    case 'piece':
      pieces[message.form][message.side].push(message.bytes)
      return
    case 'open':
      return answer(message.ask, () => {
        const [left, right] = message.contentTypes
        bodies = new ComparedBodies(
          { bytes: joined(pieces.decoded[0]), contentType: left },
          { bytes: joined(pieces.decoded[1]), contentType: right },
        )
        return bodies.info
      })
    case 'open-exact':
      return answer(message.ask, () => {
        for (const side of message.sides) opened().takeExact(side, joined(pieces.exact[side]))
      })
    case 'ask':
      return answer(message.ask, () => ask(opened(), message.question, message.input))
  }
}

function opened(): ComparedBodies {
  if (bodies === null) throw new Error('Nothing is open to compare')
  return bodies
}

function ask(open: ComparedBodies, question: CompareQuestion, input: unknown): unknown {
  return (open[question] as (input: unknown) => unknown).call(open, input)
}

function answer(number: number, work: () => unknown): void {
  try {
    scope.postMessage({ ask: number, ok: true, value: work() })
  } catch (error) {
    scope.postMessage({ ask: number, ok: false, message: error instanceof Error ? error.message : String(error) })
  }
}

/** Whole; the pieces are forgotten. */
function joined(parts: Pieces): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts.splice(0)) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
