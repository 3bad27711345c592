import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeTextDecoder } from '../body/testing/make-text-decoder.ts'
import { BodyPair, type ComparedBody } from './compare-bodies.ts'
import { compareBytes } from './compare-bytes.ts'
import { compareHeaders } from './compare-headers.ts'
import { compareLines } from './compare-lines.ts'
import { isSame } from './comparison.ts'
import { IgnoreRules } from './ignore-rules.ts'
import { summaryLine } from './summary-line.ts'

const NO_RULES = new IgnoreRules([])

function pairOf(left: string, right: string, contentType: string | undefined): BodyPair {
  return new BodyPair(sideOf(left, contentType), sideOf(right, contentType), makeTextDecoder)
}

function sideOf(latin1: string, contentType: string | undefined): ComparedBody {
  return { bytes: Uint8Array.from(latin1, (char) => char.charCodeAt(0)), contentType }
}

test('says of JSON that means the same that its bytes differ', () => {
  const { counts, notes } = pairOf('{"a":1}', '{ "a":1}', 'application/json').compare(NO_RULES)
  expect(summaryLine(counts)).toBe('no difference')
  expect(notes.join()).toContain('not the same bytes')
})

test('invalid JSON is compared as text, and says where it is wrong', () => {
  const pair = pairOf('{"a":1}', '{"a":1,}', 'application/json')
  const { how, notes } = pair.compare(NO_RULES)
  expect([how, pair.patch(NO_RULES)]).toEqual(['lines', null])
  expect(notes.join()).toContain('the right at character 8')
})

test('what is too large for structure is compared all the same, and says so', () => {
  const contentType = 'application/json'
  const compare = (left: Uint8Array, right: Uint8Array) =>
    new BodyPair({ bytes: left, contentType }, { bytes: right, contentType }, makeTextDecoder).compare(NO_RULES)
  const many = sideOf(`[${'0,'.repeat(4_000_000)}0]`, contentType).bytes
  const values = compare(many, many.slice(0, -1))
  expect([values.how, values.counts.changed, values.notes.join()]).toEqual([
    'lines',
    1,
    'Compared as text, since a body has more than 4000000 values.',
  ])
  const lines = new Uint8Array(1_500_000).fill(10)
  expect(compare(lines, lines.slice(1))).toMatchObject({ how: 'bytes', counts: { removed: 1 } })
  const large = new Uint8Array(40_000_000)
  const other = large.slice()
  other[20_000_000] = 1
  const { how, counts, notes } = compare(large, other)
  expect([how, counts.changed, notes.join()]).toEqual([
    'bytes',
    1,
    'A body is larger than 32 MiB: too large to compare by structure, so the bytes are compared.',
  ])
})

test.each([
  [
    'a mark on one side',
    '\u00ef\u00bb\u00bf{"a":1}',
    '{"a":1}',
    undefined,
    'only the left begins with a byte order mark',
  ],
  ['two charsets', '"\u00e9"', '"\u00c3\u00a9"', 'text/plain', 'windows-1252 on the left, utf-8 on the right'],
  ['UTF-16', 'h\u0000i\u0000', 'hi', 'text/plain; charset=utf-16le', null],
])('never says that other bytes are the same: %s', (_, left, right, contentType, note) => {
  const comparison = pairOf(left, right, contentType).compare(NO_RULES)
  if (note === null) expect(isSame(comparison)).toBe(false)
  else expect([isSame(comparison), comparison.notes.join()]).toEqual([true, expect.stringContaining(note)])
})

test('bytes that are no valid text all count', () => {
  const comparison = pairOf('{"a":"\u00fe"}', '{"a":"\u00ff"}', 'application/json; charset=utf-8').compare(NO_RULES)
  expect(summaryLine(comparison.counts)).toBe('1 changed')
  expect(comparison.notes.join()).toContain('the left is no utf-8 and the right is no utf-8')
})

test('what is no text is compared by bytes, and that is said', () => {
  const comparison = pairOf('{"a":1}', '{"a":\u0000}', 'application/json').compare(NO_RULES)
  expect([comparison.how, comparison.notes]).toEqual(['bytes', ['Compared by bytes, since the right is no text.']])
})

test('a file is taken for what the other side is', () => {
  const form = sideOf('b=2&a=1', 'application/x-www-form-urlencoded')
  const comparison = new BodyPair(form, sideOf('a=1&b=3', undefined), makeTextDecoder).compare(NO_RULES)
  expect([comparison.how, summaryLine(comparison.counts)]).toEqual(['pairs', '1 changed'])
})

test('no two different bodies are said to be the same without a word', () => {
  const types = fc.constantFrom(
    undefined,
    'application/json',
    'text/plain',
    'text/plain; charset=utf-16',
    'application/json; charset=shift_jis',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
  )
  const piece = fc.constantFrom(
    '{',
    '}',
    '"a"',
    ':',
    ',',
    '1',
    '=',
    '&',
    '\u0000',
    '\u00ff',
    '\u00fe',
    '\r\n',
    '--b',
    '--b--',
  )
  const body = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(body, body, types, types, (left, right, one, other) => {
      const pair = new BodyPair(sideOf(left, one), sideOf(right, other), makeTextDecoder)
      const comparison = pair.compare(NO_RULES)
      if (left === right) return
      expect(isSame(comparison) && !comparison.notes.join().includes('not the same bytes')).toBe(false)
    }),
    { numRuns: 3000 },
  )
})

test('forms are compared by name, the order of one name counts', () => {
  const form = 'application/x-www-form-urlencoded'
  const compare = (left: string, right: string) => pairOf(left, right, form).compare(NO_RULES)
  expect(summaryLine(compare('a=1&b=2', 'b=2&a=%31').counts)).toBe('no difference')
  expect(compare('a=1&b=2', 'b=2&a=1').notes).toEqual([
    'They stand in another order.',
    'They mean the same, but are not the same bytes.',
  ])
  expect(summaryLine(compare('a=1&a=2', 'a=2&a=1').counts)).toBe('1 moved')
  expect(summaryLine(compare('a=1&a=1', 'a=1').counts)).toBe('1 removed')
  expect(summaryLine(compare('a=1&c', 'a=2&b=3').counts)).toBe('1 changed, 1 added, 1 removed')
})

test('headers are compared whatever their case, and can be ignored', () => {
  const left = [['Date', 'now'], ['X-A', '1'] as const, ['Accept', '*/*']] as const
  const right = [['date', 'then'], ['x-a', '1'] as const, ['Accept', 'a/b']] as const
  const comparison = compareHeaders(left, right, new IgnoreRules(['DATE']))
  expect(summaryLine(comparison.counts)).toBe('1 changed, 1 ignored')
  expect(comparison.hidden).toEqual([{ rule: 'DATE', differences: 1 }])
  expect(comparison.notes).toContain('Spelled X-A on the left and x-a on the right.')
})

test('text is compared by line, and line ends show where they are all that differs', () => {
  const { changes } = compareLines('one\ntwo\r\nthree', 'zero\none\ntwo\nthree\nfour')
  expect(changes.map(({ kind, where, from, left, right }) => [kind, where, from, left, right])).toEqual([
    ['added', 'line 1', null, null, 'zero'],
    ['changed', 'line 3', 'line 2', 'two␍', 'two'],
    ['added', 'line 5', null, null, 'four'],
  ])
})

test('bytes are aligned where some were put in', () => {
  const left = Uint8Array.from({ length: 200 }, (_, index) => (index * 7) % 256)
  const right = Uint8Array.from([
    ...left.subarray(0, 50),
    1,
    2,
    3,
    ...left.subarray(50, 120),
    255,
    ...left.subarray(121),
  ])
  const comparison = compareBytes(left, right)
  expect(comparison.changes.map(({ kind, where }) => [kind, where])).toEqual([
    ['added', 'byte 50 (0x32)'],
    ['changed', 'byte 123 (0x7b)'],
  ])
})

test('bytes and lines differ exactly where they do', () => {
  const bytes = fc.uint8Array({ maxLength: 60, max: 4 })
  fc.assert(
    fc.property(bytes, bytes, (left, right) => {
      const equal = left.join() === right.join()
      expect(isSame(compareBytes(left, right))).toBe(equal)
      expect(isSame(compareLines(left.join('\n'), right.join('\n')))).toBe(equal)
      expect(isSame(compareBytes(left, left.slice()))).toBe(true)
    }),
  )
})
