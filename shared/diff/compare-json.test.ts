import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Comparison, isSame } from './comparison.ts'
import { summaryLine } from './summary-line.ts'
import { compareTexts } from './testing/compare-texts.ts'

const found = ({ changes }: Comparison) => changes.map(({ kind, from, where }) => [kind, from, where])

test.each([
  ['{"a":1,"b":[2]}', '{ "b": [2.0], "a": 10e-1 }'],
  ['"\\u00e9\\/"', '"é/"'],
  ['-0', '0'],
  ['1e400', '10e399'],
  ['[100000000000000000000]', '[1e20]'],
])('%s means the same as %s', (left, right) => {
  expect(found(compareTexts(left, right))).toEqual([])
})

test.each([
  ['9007199254740993', '9007199254740992'],
  ['1e400', '1e401'],
  ['0.1', '0.10000000000000001'],
  ['"1"', '1'],
  ['null', '"null"'],
  ['{"a":1,"a":2}', '{"a":2,"a":1}'],
  ['{"a":1,"a":2}', '{"a":2}'],
  ['{}', '[]'],
  ['{"__proto__":1}', '{}'],
])('%s does not mean the same as %s', (left, right) => {
  expect(isSame(compareTexts(left, right))).toBe(false)
})

test('names what was changed, added and removed, with its spelling', () => {
  const comparison = compareTexts('{"a":{"b/c":1.50},"gone":[1]}', '{"a":{"b/c":12345678901234567890},"new":null}')
  expect(comparison.changes).toMatchObject([
    { kind: 'removed', ignoredBy: null, isHex: false, where: '/gone', from: null, left: '[1]', right: null },
    {
      kind: 'changed',
      ignoredBy: null,
      isHex: false,
      where: '/a/b~1c',
      from: null,
      left: '1.50',
      right: '12345678901234567890',
    },
    { kind: 'added', ignoredBy: null, isHex: false, where: '/new', from: null, left: null, right: 'null' },
  ])
  expect(summaryLine(comparison.counts)).toBe('1 changed, 1 added, 1 removed')
})

test('knows items by their key, wherever they stand', () => {
  const left = '[{"id":"a","n":1},{"id":"b","n":1},{"id":"c","n":1}]'
  const right = '[{"id":"c","n":1},{"id":"a","n":1},{"id":"b","n":2},{"id":"d"}]'
  expect(found(compareTexts(left, right))).toEqual([
    ['moved', '/2', '/0'],
    ['changed', '/1/n', '/2/n'],
    ['added', null, '/3'],
  ])
})

test('knows nothing by a key that is ignored', () => {
  const left = '[{"id":1,"n":1},{"id":2,"n":2}]'
  const right = '[{"id":2,"n":1},{"id":3,"n":2}]'
  expect(isSame(compareTexts(left, right))).toBe(false)
  expect(isSame(compareTexts(left, right, ['/*/id']))).toBe(true)
})

test('aligns items without a key by what they have in common, and shows moves as moves', () => {
  expect(found(compareTexts('[1,2,3,4,5]', '[0,1,2,4,5]'))).toEqual([
    ['removed', null, '/2'],
    ['added', null, '/0'],
  ])
  expect(found(compareTexts('["a","b","c","d"]', '["b","c","d","a"]'))).toEqual([['moved', '/0', '/3']])
  expect(found(compareTexts('[1,{"x":1,"y":1},3]', '[1,{"x":2,"y":1},3]'))).toEqual([['changed', null, '/1/x']])
})

test('ignores by place, at any depth, and by name', () => {
  const left = '{"id":1,"data":{"timestamp":1,"id":1,"at":1},"list":[{"timestamp":1}]}'
  const right = left.replaceAll(':1', ':2')
  const comparison = compareTexts(left, right, ['/id', '**/timestamp', 'at'])
  expect(comparison.changes.filter(({ ignoredBy }) => ignoredBy === null).map(({ where }) => where)).toEqual([
    '/data/id',
  ])
  expect(summaryLine(comparison.counts)).toBe('1 changed, 4 ignored')
  expect(comparison.hidden).toEqual([
    { rule: '/id', differences: 1 },
    { rule: '**/timestamp', differences: 2 },
    { rule: 'at', differences: 1 },
  ])
  expect(summaryLine(compareTexts(left, right, ['**']).counts)).toBe('no difference but 1 ignored')
})

test.each([
  ['{"items":[{"id":1,"updated":1}]}', '{"items":[{"id":1,"updated":2}]}', '/items/*/updated'],
  ['[1,{"a":1}]', '[1,{"a":1},3]', '/2'],
  ['{"a b":1}', '{"a b":2}', '/a b'],
  ['{"a":{"1":0}}', '{"a":{"1":2}}', '/a/1'],
  ['1', '2', null],
])('%s and %s: the rule that hides it is %j', (left, right, rule) => {
  expect(compareTexts(left, right).changes.map((change) => change.rule)).toEqual([rule])
  if (rule !== null) expect(isSame(compareTexts(left, right, [rule]))).toBe(true)
})

test('tells members of the same name apart', () => {
  const comparison = compareTexts('{"a":1,"a":2,"b":0}', '{"a":1,"b":0,"a":3}')
  expect(comparison.changes.map(({ where }) => where)).toEqual(['/a (no. 2)'])
  expect(comparison.notes.join()).toContain('several members of one name')
})

test('is not troubled by 100,000 levels', () => {
  const deep = (inner: string) => `${'[{"a":'.repeat(50_000)}${inner}${'}]'.repeat(50_000)}`
  const { counts, changes } = compareTexts(deep('1'), deep('2'), ['**/b', '/0/a/c'])
  expect(counts.changed).toBe(1)
  expect(changes[0]?.where).toMatch(/^…\/.*\/a$/)
})

test('a difference on each of 100,000 levels is counted, and listed as far as one would read', () => {
  const deep = (value: number) => `${`{"n":${value},"a":`.repeat(100_000)}0${'}'.repeat(100_000)}`
  const comparison = compareTexts(deep(1), deep(2))
  expect(comparison.counts.changed).toBe(100_000)
  expect(comparison.changes).toHaveLength(10_000)
  expect(comparison.notes.join()).toContain('Only the first 10000')
})

test('long arrays with nothing in common end, and say so', () => {
  const list = (from: number) => JSON.stringify(Array.from({ length: 30_000 }, (_, index) => (index * from) % 30_011))
  const comparison = compareTexts(list(7), list(11))
  expect(comparison.notes.join()).toContain('too much')
  expect(isSame(comparison)).toBe(false)
})

test('finds no difference exactly where the values are equal', () => {
  const value = fc.jsonValue({ maxDepth: 4 })
  fc.assert(
    fc.property(value, value, (left, right) => {
      const one = JSON.stringify(left)
      const other = JSON.stringify(right)
      expect(isSame(compareTexts(one, JSON.stringify(left, null, 3)))).toBe(true)
      expect(isSame(compareTexts(one, other))).toBe(canonical(JSON.parse(one)) === canonical(JSON.parse(other)))
    }),
  )
})

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .sort()
    .join()}}`
}

test('a member whose name is a star is ignored by a rule of its own, which hides nothing else', () => {
  for (const [name, rule] of [
    ['*', '/~2'],
    ['**', '/~2~2'],
    ['~2', '/~02'],
    ['a*', '/a*'],
  ]) {
    const [left, right] = [`{"${name}":1,"b":{"c":1}}`, `{"${name}":2,"b":{"c":2}}`]
    const [starred] = compareTexts(left, right).changes
    expect(starred?.rule).toBe(rule)
    expect(compareTexts(left, right, [rule ?? '']).counts).toMatchObject({ changed: 1, ignored: 1 })
  }
  // As a name, which the rule of a form field is.
  expect(compareTexts('{"*":1,"b":1}', '{"*":2,"b":2}', ['*']).counts).toMatchObject({ changed: 1, ignored: 1 })
})
