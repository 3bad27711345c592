import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** Whoever read the output has gone, as `head` does once it has its lines. */
export class ClosedPipeError extends Error {
  constructor() {
    super('The output was closed.')
    this.name = 'ClosedPipeError'
  }
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** One of the two streams that a command writes to. */
export class Output {
  readonly isTerminal: boolean
  readonly #stream: Writable
  #closed = false

  constructor(stream: Writable & { readonly isTTY?: boolean }) {
    this.#stream = stream
    this.isTerminal = stream.isTTY === true
    // Without a listener a closed pipe would end the process with a stack trace. `write` reports it.
    stream.on('error', () => {
      this.#closed = true
    })
  }

  /** Resolves once the bytes are handed over, so that a slow reader slows the command. Throws `ClosedPipeError`. */
  write(data: string | Uint8Array): Promise<void> {
    if (this.#closed) return Promise.reject(new ClosedPipeError())
    if (data.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      this.#stream.write(data, (error) => {
        if (!error) resolve()
        else reject(isClosedPipe(error) ? new ClosedPipeError() : error)
      })
    })
  }

  line(text: string): Promise<void> {
    return this.write(`${text}\n`)
  }

  /** Colour on a terminal, unless the user asked for none (`NO_COLOR`). */
  style(style: Style | Style[], text: string): string {
    return this.isTerminal ? styleText(style, text, { stream: this.#stream }) : text
  }
}

function isClosedPipe(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return ['EPIPE', 'EOF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'].includes(code)
}
