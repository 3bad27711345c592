import { expect, test } from 'vitest'
import { unnamedHeaders } from './unnamed-headers.ts'

test('a header is suggested once, unless it is named in any letter case, or is no name', () => {
  const added = ['x-forwarded-for', 'X-Real-IP', 'x-real-ip', 'Via', 'not a name']
  expect(unnamedHeaders({ tunnelHeaders: ['X-Forwarded-For'] }, added)).toEqual(['X-Real-IP', 'Via'])
  expect(unnamedHeaders({ tunnelHeaders: added.slice(0, 4) }, added)).toEqual([])
})
