import { expect, test } from 'vitest'
import { jsonTree } from '../../../shared/body/json-tree.ts'
import { ancestorsOf, initiallyClosed, type TreeText, treeRows } from './tree-rows.ts'

function textOf(source: string): TreeText {
  return { source, nodes: jsonTree(source, 10_000) ?? [] }
}

const shown = (root: TreeText, closed: string[] = [], expanded: Array<[string, TreeText]> = []) =>
  treeRows(root, new Set(closed), new Map(expanded)).map(({ key, depth, parentKey }) => [key, depth, parentKey])

test('rows are what is open', () => {
  const root = textOf('{"a":[1,2],"b":3}')
  expect(shown(root)).toEqual([
    ['0', 0, null],
    ['1', 1, '0'],
    ['2', 2, '1'],
    ['3', 2, '1'],
    ['4', 1, '0'],
  ])
  expect(shown(root, ['1']).map(([key]) => key)).toEqual(['0', '1', '4'])
})

test('a text inside a string stands below it, as deep as one likes', () => {
  const root = textOf('{"a":"[\\"{}\\"]","b":1}')
  const expanded: Array<[string, TreeText]> = [
    ['1', textOf('["{}"]')],
    ['1>1', textOf('{}')],
  ]
  expect(shown(root, [], expanded)).toEqual([
    ['0', 0, null],
    ['1', 1, '0'],
    ['1>0', 2, '1'],
    ['1>1', 3, '1>0'],
    ['1>1>0', 4, '1>1'],
    ['2', 1, '0'],
  ])
  expect(shown(root, ['1'], expanded).map(([key]) => key)).toEqual(['0', '1', '2'])
})

test('large texts begin with their first levels', () => {
  const large = textOf(`[[[${'1,'.repeat(1000)}1]]]`)
  expect(initiallyClosed(large)).toEqual(['2'])
  expect(initiallyClosed(large, '7')).toEqual(['7>2'])
  expect(ancestorsOf(large, 5)).toEqual(['2', '1', '0'])
})
