import { expect, test } from 'vitest'
import { originAndTarget } from './raw-target.ts'

test.each([
  ['http://h/a/../b?c', { origin: 'http://h', target: '/a/../b?c' }],
  ['http://h', { origin: 'http://h', target: '/' }],
  ['https://h:1?x', { origin: 'https://h:1', target: '/?x' }],
])('takes %s apart', (url, parts) => {
  expect(originAndTarget(url)).toEqual(parts)
})
