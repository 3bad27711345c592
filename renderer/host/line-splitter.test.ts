import { expect, test } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

test('puts lines together that came in pieces', () => {
  const splitter = createLineSplitter()
  expect(splitter.push('{"a"')).toEqual([])
  expect(splitter.push(':1}\n{"b":2}\n{"c')).toEqual(['{"a":1}', '{"b":2}'])
  expect(splitter.push('":3}\n')).toEqual(['{"c":3}'])
})

test('drops the blank lines of a heartbeat', () => {
  const splitter = createLineSplitter()
  expect(splitter.push('\n\r\n{}\n\n')).toEqual(['{}'])
})
