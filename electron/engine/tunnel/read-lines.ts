import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { plainText } from './plain-text.ts'

/** A longer line is cut here: what a program prints may be what a stranger's server sent. */
const LINE_CHARACTERS = 16 * 1024

/** Calls back with every line as plain text: what steers a terminal is left out. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8')
  let pending = ''
  let cut = false
  const emit = (): void => {
    onLine(plainText(pending))
    pending = ''
    cut = false
  }
  const take = (text: string): void => {
    const pieces = text.split(/\r\n|\n|\r/)
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) emit()
      if (cut) continue
      pending += piece.slice(0, LINE_CHARACTERS - pending.length)
      cut = pending.length >= LINE_CHARACTERS
    }
  }
  stream.on('data', (chunk: Buffer) => take(decoder.write(chunk)))
  // A program that is ended has its pipes cut; that it ended is told elsewhere.
  stream.on('error', () => {})
  stream.once('close', () => {
    if (pending !== '') emit()
  })
}
