import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TerminalText } from './terminal-text.ts'

test('leaves text as it is, wherever it was cut', () => {
  const bytes = Buffer.from('{"a":\t"café 🎣"}\r\nb\n')
  for (let at = 0; at <= bytes.length; at += 1) {
    expect(shown(bytes.subarray(0, at), bytes.subarray(at))).toEqual(['{"a":\t"café 🎣"}\nb\n', false])
  }
})

test('says that something was spelled out or is not UTF-8', () => {
  expect(shown(Buffer.from('a\x1b[2J\r'))).toEqual(['a\\x1b[2J\\x0d', true])
  expect(shown(Buffer.from('\xc2\x9b\xff', 'latin1'))).toEqual(['\\x9b\ufffd', true])
})

test('never lets a control character through', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (pieces) => {
      expect(shown(...pieces)[0]).not.toMatch(/(?![\t\n])[\p{Cc}\p{Bidi_Control}]/u)
    }),
  )
})

function shown(...pieces: Uint8Array[]): [text: string, changed: boolean] {
  const text = new TerminalText()
  const parts = pieces.map((piece) => text.piece(piece))
  return [parts.join('') + text.end(), text.changed]
}
