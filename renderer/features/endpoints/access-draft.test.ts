import { expect, test } from 'vitest'
import { type AccessRules, NO_ACCESS_RULES, pathToken } from '../../../shared/endpoint/access-rules.ts'
import { accessDraftOf, checkAccess, newPathToken } from './access-draft.ts'

const RULES: AccessRules = {
  allowedAddresses: ['192.0.2.0/24', '2001:db8::7'],
  pathToken: 'k3yT-x91p_Qa',
  basicAuth: { user: 'stripe' },
  storeRefused: true,
}
const EMPTY = accessDraftOf(NO_ACCESS_RULES)

test('what was set comes out of the fields as it went in, and leaves the password', () => {
  expect(checkAccess(accessDraftOf(RULES), true)).toEqual({
    kind: 'valid',
    rules: { ...RULES, basicAuth: { user: 'stripe', password: null } },
  })
  expect(checkAccess(EMPTY, false)).toEqual({ kind: 'valid', rules: NO_ACCESS_RULES })
})

test('addresses are typed one to a line, or with commas', () => {
  const checked = checkAccess({ ...EMPTY, addresses: ' 192.0.2.7,\n\n 198.51.100.0/24 ' }, false)
  expect(checked).toMatchObject({ rules: { allowedAddresses: ['192.0.2.7', '198.51.100.0/24'] } })
})

test.each([
  ['addresses', { addresses: '192.0.2.7\nstripe.com' }, /“stripe\.com”/],
  ['pathToken', { pathToken: 'a/b' }, /8 to 128/],
  ['user', { hasBasicAuth: true, password: 'x' }, /user name/],
  ['password', { hasBasicAuth: true, user: 'me' }, /password/],
] as const)('%s that are wrong are named', (field, typed, message) => {
  const checked = checkAccess({ ...EMPTY, ...typed }, false)
  expect(checked.kind === 'invalid' && checked.wrong[field]).toMatch(message)
})

test('a generated token is one, and another each time', () => {
  const tokens = Array.from({ length: 100 }, newPathToken)
  expect(tokens.every((token) => pathToken.safeParse(token).success)).toBe(true)
  expect(new Set(tokens).size).toBe(100)
})
