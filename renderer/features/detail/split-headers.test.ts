import { expect, test } from 'vitest'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { splitHeaders } from './split-headers.ts'

const HEADERS: HeaderPairs = [
  ['Host', 'a'],
  ['VIA', '1'],
  ['X-Id', '2'],
  ['via', '3'],
]

test('headers that the tunnel adds stand apart, in order and with duplicates', () => {
  expect(splitHeaders(HEADERS, ['Via'])).toEqual({
    own: [HEADERS[0], HEADERS[2]],
    added: [HEADERS[1], HEADERS[3]],
  })
  expect(splitHeaders(HEADERS, [])).toEqual({ own: HEADERS, added: [] })
})
