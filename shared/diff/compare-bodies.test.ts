import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodyPair } from './compare-bodies.ts'
import { compareBytes } from './compare-bytes.ts'
import { compareLines } from './compare-lines.ts'
import { compareHeaders, compareTargets } from './compare-requests.ts'
import { isSame } from './comparison.ts'
import { comparisonText } from './comparison-text.ts'
import { IgnoreRules } from './ignore-rules.ts'
import { summaryLine } from './summary-line.ts'

const NO_RULES = new IgnoreRules([])

function pairOf(left: string, right: string, contentType: string | undefined): BodyPair {
  const side = (text: string) => ({ bytes: Uint8Array.from(text, (char) => char.charCodeAt(0)), contentType })
  return new BodyPair(side(left), side(right), (bytes) => String.fromCharCode(...bytes))
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
  const many = `[${'0,'.repeat(4_000_000)}0]`
  const bytes = new Uint8Array(many.length).fill(48)
  const contentType = 'application/json'
  const decode = (given: Uint8Array) => many.slice(0, given.length)
  const compare = (left: Uint8Array, right: Uint8Array) =>
    new BodyPair({ bytes: left, contentType }, { bytes: right, contentType }, decode).compare(NO_RULES)
  const values = compare(bytes, bytes.slice(0, -1))
  expect([values.how, values.counts.changed, values.notes.join()]).toEqual([
    'lines',
    1,
    'Compared as text, since a body has more than 4000000 values.',
  ])
  const large = new Uint8Array(40_000_000)
  const other = large.slice()
  other[20_000_000] = 1
  const { how, counts, notes } = compare(large, other)
  expect([how, counts.changed, notes.join()]).toEqual([
    'bytes',
    1,
    'A body is larger than 32 MiB: the bytes are compared, not what they mean.',
  ])
})

test('forms are compared by name, the order of one name counts', () => {
  const form = 'application/x-www-form-urlencoded'
  const compare = (left: string, right: string) => pairOf(left, right, form).compare(NO_RULES)
  expect(summaryLine(compare('a=1&b=2', 'b=2&a=%31').counts)).toBe('no difference')
  expect(compare('a=1&b=2', 'b=2&a=1').notes).toEqual(['They stand in another order.'])
  expect(summaryLine(compare('a=1&a=2', 'a=2&a=1').counts)).toBe('1 moved')
  expect(summaryLine(compare('a=1&a=1', 'a=1').counts)).toBe('1 removed')
  expect(summaryLine(compare('a=1&c', 'a=2&b=3').counts)).toBe('1 changed, 1 added, 1 removed')
})

test('headers are compared whatever their case, and can be ignored', () => {
  const left = [['Date', 'now'], ['X-A', '1'] as const, ['Accept', '*/*']] as const
  const right = [['date', 'then'], ['x-a', '1'] as const, ['Accept', 'a/b']] as const
  const comparison = compareHeaders(left, right, new IgnoreRules(['DATE']))
  expect(summaryLine(comparison.counts)).toBe('1 changed, 1 ignored')
  expect(comparison.notes).toContain('Spelled X-A on the left and x-a on the right.')
})

test('targets are compared by path and query', () => {
  const comparison = compareTargets('/a?x=1&(path)=2', '/b?x=1', NO_RULES)
  expect(comparisonText('Query', comparison)).toBe(
    'Query: 1 changed, 1 removed\n  ~ (path)\n      - /a\n      + /b\n  - (path)\n      - 2',
  )
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
