import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonPathDocument, type JsonPathResult, LISTED_MATCHES } from './json-path-query.ts'
import { jsonTree } from './json-tree.ts'

function ask(source: string, path: string): JsonPathResult {
  const document = JsonPathDocument.open(source)
  if (document === null) throw new Error('Not opened')
  return document.query(path)
}

function found(source: string, path: string): Array<readonly [path: string, spelled: string]> {
  const result = ask(source, path)
  if (result.kind !== 'found') throw new Error(JSON.stringify(result))
  return result.matches.map(({ path, start, end }) => [path, source.slice(start, end)])
}

const ORDERS = '{"orders":[{"id":"a","total":10.50},{"id":"b","total":9007199254740993}],"it\'s":{"x":null}}'

test.each([
  ['$', [['$', ORDERS]]],
  ['$.orders[0].total', [["$['orders'][0]['total']", '10.50']]],
  [
    '$..id',
    [
      ["$['orders'][0]['id']", '"a"'],
      ["$['orders'][1]['id']", '"b"'],
    ],
  ],
  ['$.orders[?@.total > 100].total', [["$['orders'][1]['total']", '9007199254740993']]],
  ["$['it\\'s'].x", [["$['it\\'s']['x']", 'null']]],
  ['$.orders[-1:].id', [["$['orders'][1]['id']", '"b"']]],
  ["$.orders[?match(@.id, '[bc]')].id", [["$['orders'][1]['id']", '"b"']]],
  ['$.nothing', []],
])('%s selects values as they are spelled', (path, matches) => {
  expect(found(ORDERS, path)).toEqual(matches)
})

test('of members of one name the last is meant, and prototype names are names', () => {
  expect(found('{"a":1,"\\u0061":2}', '$.a')).toEqual([["$['a']", '2']])
  expect(found('{"__proto__":{"b":1}}', '$.__proto__.b')).toEqual([["$['__proto__']['b']", '1']])
  expect(found('{}', '$.toString')).toEqual([])
})

test.each([
  ['$.', 2],
  ['orders', 0],
  ['$.orders[?@.total >]', 19],
  ['$.a[?nothing(@)]', 5],
])('%s is said to be wrong at %i', (path, position) => {
  expect(ask(ORDERS, path)).toMatchObject({ kind: 'invalid', position, message: expect.stringMatching(/^[A-Z].*\.$/) })
})

test('counts all of many, and lists the first', () => {
  const many = `[${'0,'.repeat(20_000)}0]`
  const result = ask(many, '$[*]')
  expect(result).toMatchObject({ kind: 'found', count: 20_001, isMore: false })
  expect(result.kind === 'found' && result.matches.length).toBe(LISTED_MATCHES)
  expect(ask(many, '$..*')).toMatchObject({ count: 20_001 })
})

test('what is nested too deep to be searched is said to be, and shallow paths work', () => {
  const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`
  expect(ask(deep, '$..*')).toEqual({ kind: 'too-deep' })
  expect(ask(deep, '$[0][0]')).toMatchObject({ kind: 'found', count: 1 })
})

test('opens no more than JSON', () => {
  for (const source of ['', '{', '{"a" "b"}', '[1,,2]', 'nul', '1 2']) expect(JsonPathDocument.open(source)).toBeNull()
})

test('names the place of every value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const source = JSON.stringify(value, null, 1)
      const result = ask(source, '$..*')
      const tree = jsonTree(source, 10_000) ?? []
      if (result.kind !== 'found') throw new Error(result.kind)
      expect(result.matches.map(({ node }) => node).sort((one, other) => one - other)).toEqual(
        tree.slice(1).map((_, index) => index + 1),
      )
      for (const { path, start, end } of result.matches) {
        expect(found(source, path).map(([, spelled]) => spelled)).toEqual([source.slice(start, end)])
      }
    }),
    { numRuns: 300 },
  )
})
