import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPath, jsonTree } from './json-tree.ts'

test('lists values with their keys, depth and spelling', () => {
  const source = '{"a": [1.0, "x"], "a": {}}'
  const nodes = jsonTree(source, 100) ?? []
  expect(nodes.map((node) => [node.kind, source.slice(node.start, node.end), node.depth, node.children])).toEqual([
    ['object', source, 0, 2],
    ['array', '[1.0, "x"]', 1, 2],
    ['number', '1.0', 2, 0],
    ['string', '"x"', 2, 0],
    ['object', '{}', 1, 0],
  ])
  expect(nodes[1]?.after).toBe(4)
})

test('names the path of a value', () => {
  const source = '{"data":{"odd key":[0,{"id":1}]}}'
  const nodes = jsonTree(source, 100) ?? []
  expect(nodes.map((_, index) => jsonPath(source, nodes, index))).toEqual([
    '',
    'data',
    'data["odd key"]',
    'data["odd key"][0]',
    'data["odd key"][1]',
    'data["odd key"][1].id',
  ])
})

test('refuses more values than it may list, and text that is no JSON', () => {
  expect(jsonTree('[1,2,3]', 3)).toBeNull()
  expect(jsonTree('{"a"', 10)).toBeNull()
  expect(jsonTree(']', 10)).toBeNull()
})

test('spells every value as it was, and never throws', () => {
  fc.assert(
    fc.property(fc.json(), (source) => {
      const nodes = jsonTree(source, 10_000) ?? []
      for (const node of nodes) JSON.parse(source.slice(node.start, node.end))
      expect(nodes[0]?.after).toBe(nodes.length)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '1', 'x') }), (source) => {
      jsonTree(source, 100)
    }),
  )
})
