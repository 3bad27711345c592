import { expect, test } from 'vitest'
import { makeTextDecoder } from '../body/testing/make-text-decoder.ts'
import { BodyPair } from './compare-bodies.ts'
import { isSame } from './comparison.ts'
import { IgnoreRules } from './ignore-rules.ts'
import { summaryLine } from './summary-line.ts'

type Part = readonly [headers: string, content: string]

const JSON_PART = 'Content-Disposition: form-data; name="data"\r\nContent-Type: application/json'
const FILE = 'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream'

function compare(left: readonly Part[], right: readonly Part[], rules: string[] = []) {
  return new BodyPair(multipart(left, 'one'), multipart(right, 'another'), makeTextDecoder).compare(
    new IgnoreRules(rules),
  )
}

function multipart(parts: readonly Part[], boundary: string) {
  const text = `${parts.map(([headers, content]) => `--${boundary}\r\n${headers}\r\n\r\n${content}\r\n`).join('')}--${boundary}--\r\n`
  return {
    bytes: Uint8Array.from(text, (char) => char.charCodeAt(0)),
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}

test('each part is compared by its headers and by what it holds', () => {
  const comparison = compare(
    [
      [JSON_PART, '{"id":1,"n":[1,2]}'],
      [FILE, '\u0000\u0001\u0002'],
    ],
    [
      [JSON_PART, '{"n":[1,3],"id":2}'],
      [FILE.replace('a.bin', 'b.bin'), '\u0000\u0009\u0002'],
      [FILE.replace('"file"', '"more"'), 'x'],
    ],
    ['/id'],
  )
  expect(comparison.how).toBe('parts')
  expect(comparison.changes.map(({ kind, where, ignoredBy, isHex }) => [kind, where, ignoredBy, isHex])).toEqual([
    ['changed', 'data › /id', '/id', false],
    ['changed', 'data › /n/1', null, false],
    ['changed', 'file › header Content-Disposition', null, false],
    ['changed', 'file › byte 1 (0x1)', null, true],
    ['added', 'more', null, false],
  ])
  expect(comparison.hidden).toEqual([{ rule: '/id', differences: 1 }])
})

test('other boundaries mean nothing, but are other bytes', () => {
  const parts = [[JSON_PART, '{"a":1}']] as const
  const comparison = compare(parts, parts)
  expect([isSame(comparison), comparison.notes.join()]).toEqual([true, expect.stringContaining('not the same bytes')])
})

test('the order of parts of one name counts, that of others is noted', () => {
  const file = (content: string): Part => [FILE, content]
  const moved = compare([file('one'), file('two')], [file('two'), file('one')])
  expect(summaryLine(moved.counts)).toBe('1 moved')
  const other = compare([[JSON_PART, '1'], file('one')], [file('one'), [JSON_PART, '1']])
  expect([summaryLine(other.counts), other.notes[0]]).toEqual(['no difference', 'They stand in another order.'])
})

test('a part is ignored by its name', () => {
  const comparison = compare([[FILE, 'one']], [[FILE, 'two']], ['file'])
  expect(summaryLine(comparison.counts)).toBe('no difference but 1 ignored')
})

test('what is damaged is said', () => {
  const whole = multipart([[FILE, 'one']], 'b')
  const cut = { ...whole, bytes: whole.bytes.subarray(0, -8) }
  const { notes } = new BodyPair(whole, cut, makeTextDecoder).compare(new IgnoreRules([]))
  expect(notes.join()).toContain('On the right: The closing boundary is missing')
})

test('parts within parts within parts end', () => {
  const nested = (depth: number, inner: string): string =>
    depth === 0
      ? inner
      : `--b${depth}\r\nContent-Type: multipart/mixed; boundary=b${depth - 1}\r\n\r\n${nested(depth - 1, inner)}\r\n--b${depth}--\r\n`
  const side = (inner: string) => ({
    bytes: Uint8Array.from(nested(300, inner), (char) => char.charCodeAt(0)),
    contentType: 'multipart/mixed; boundary=b300',
  })
  const comparison = new BodyPair(side('one'), side('two'), makeTextDecoder).compare(new IgnoreRules([]))
  expect(summaryLine(comparison.counts)).toBe('1 changed')
})
