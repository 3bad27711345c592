import { describe, expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

describe('what a key is said about stays', () => {
  test.each([
    'Fix token: handling of passwords',
    'Handle access token: the refresh is done by the client',
    'Refactor secret: move it to the vault',
    'password: must be at least 8 characters',
    'Password: is required.',
    'Token: has expired',
    'token: invalid or expired',
    'api_key: cannot be blank',
    'fields: email is taken, password: is too short (minimum is 8 characters)',
    'refresh_token: does not match',
    'The password: please change it',
  ])('%s', (given) => {
    expect(redactedBody(given, 'text/plain')).toBe(given)
    expect(redactedBody(JSON.stringify({ title: given }), 'application/json')).toBe(JSON.stringify({ title: given }))
  })

  test('and so does a message in a field', () => {
    const given =
      '{"errors":{"password":["is too short (minimum is 8 characters)","must have a digit"],"email":["is taken"]}}'
    expect(redactedBody(given, 'application/json')).toBe(given)
  })
})

describe('a pass phrase does not', () => {
  test.each([
    ['Password: correct horse battery staple', 'Password: [token-1]'],
    ['password: my dog is the best of all', 'password: [token-1]'],
    ['Your password: please let me in', 'Your password: [token-1]'],
    ['The password: correct horse battery staple', 'The password: [token-1]'],
    [`Fix token: ${'handling of it '.repeat(20)}Hunter2`, 'Fix token: [token-1]'],
    ['secret: use the force', 'secret: [token-1]'],
    ['passphrase: is required by the end of it', 'passphrase: [token-1]'],
    ['Fix token: handling tr0ub4dor of it', 'Fix token: [token-1]'],
    ['Fix token: correct horse battery staple', 'Fix token: [token-1]'],
    ['Fix token: Handling of Passwords', 'Fix token: [token-1]'],
    ['Fix token: ab12', 'Fix token: [token-1]'],
    ['New password: the one of my dog', 'New password: [token-1]'],
    ['wrong password: the one of my dog', 'wrong password: [token-1]'],
    ['password: must be 8 letters like Hunter2', 'password: [token-1]'],
    ['seed phrase: must have the when then they', 'seed phrase: [token-1]'],
    ['token: required', 'token: [token-1]'],
  ])('%s', (given, expected) => {
    expect(redactedBody(given, 'text/plain')).toBe(expected)
  })

  test('in a field, either', () => {
    expect(
      redactedBody('{"password":"correct horse battery","token":"invalid","pass":"is it you"}', 'application/json'),
    ).toBe('{"password":"[token-1]","token":"[token-2]","pass":"[token-3]"}')
  })
})
