import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test.each([
  ['{"a":[1,null]}', { a: [1, null] }],
  [' null ', null],
  ['', undefined],
  ['{', undefined],
  ['undefined', undefined],
])('%j', (text, value) => {
  expect(parseJson(text)).toEqual(value)
})
