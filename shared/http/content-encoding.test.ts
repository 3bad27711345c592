import { expect, test } from 'vitest'
import { contentEncoding } from './content-encoding.ts'

test('takes several headers for one list, in their order', () => {
  const headers = [
    ['Content-Encoding', 'GZIP'],
    ['host', 'x'],
    ['content-encoding', ' br '],
  ] as const
  expect(contentEncoding(headers)).toBe('gzip, br')
})

test('passes over identity, wherever it stands', () => {
  expect(contentEncoding([['content-encoding', 'identity']])).toBeNull()
  expect(contentEncoding([['content-encoding', '']])).toBeNull()
  expect(
    contentEncoding([
      ['content-encoding', 'identity'],
      ['content-encoding', 'gzip, identity'],
    ]),
  ).toBe('gzip')
})
