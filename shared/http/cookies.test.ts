import { expect, test } from 'vitest'
import { parseCookies, parseSetCookie } from './cookies.ts'

test('reads cookies in order, duplicates too', () => {
  expect(parseCookies('a=1; b="x=y"; a=2; flag')).toEqual([
    { name: 'a', value: '1' },
    { name: 'b', value: 'x=y' },
    { name: 'a', value: '2' },
    { name: '', value: 'flag' },
  ])
})

test('reads a Set-Cookie with its attributes', () => {
  expect(parseSetCookie('id=7; Path=/; Secure')).toEqual({
    name: 'id',
    value: '7',
    attributes: [
      ['Path', '/'],
      ['Secure', null],
    ],
  })
  expect(parseSetCookie('').attributes).toEqual([])
})
