import { expect, test } from 'vitest'
import { MIGHT_BE_KNOWN, TOKEN_FORMS } from './token-forms.ts'

const REST = 'aB3'.repeat(20)
const HEX = '0123456789abcdef'.repeat(2)

// Forms of letters and digits alone: the test that comes first must let each of them through.
test.each([
  `AKIA${'ABCD'.repeat(4)}`,
  `ASIA${'ABCD'.repeat(4)}`,
  `AIza${REST.slice(0, 35)}`,
  `dapi${HEX}`,
  `EAAB${REST}`,
  `ATATT3${REST}`,
  `ATCTT3${REST}`,
  `ATBB${REST.slice(0, 32)}`,
])('%s is told by its form, with nothing around it', (token) => {
  expect(MIGHT_BE_KNOWN.test(token)).toBe(true)
  expect(token.match(TOKEN_FORMS)).toEqual([token])
})
