import { StringDecoder } from 'node:string_decoder'
import { printableLines } from './printable.ts'

/** Captured bytes as text that cannot steer a terminal. */
export class TerminalText {
  /** Something was spelled out or replaced, so that the text is not what came. */
  changed = false
  readonly #decoder = new StringDecoder('utf8')
  #held = ''

  /** Characters that are cut between two pieces, and line ends, wait for the next one. */
  piece(bytes: Uint8Array): string {
    return this.#take(this.#decoder.write(bytes))
  }

  end(): string {
    return this.#printed(this.#held + this.#decoder.end())
  }

  #take(decoded: string): string {
    const text = this.#held + decoded
    this.#held = text.endsWith('\r') ? '\r' : ''
    return this.#printed(text.slice(0, text.length - this.#held.length))
  }

  #printed(text: string): string {
    const printed = printableLines(text)
    if (printed !== text.replaceAll('\r\n', '\n') || text.includes('\ufffd')) this.changed = true
    return printed
  }
}
