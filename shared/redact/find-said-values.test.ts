import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['Your password is Tr0ub4dor3', 'Your password is [token-1]'],
  ['your new password is "hunter2secret99".', 'your new password is "[token-1]".'],
  ['The token was set to abc123def456, jo', 'The token was set to [token-1], jo'],
  ['Password changed to hunter22!', 'Password changed to [token-1]!'],
  ['Ihr Passwort lautet hunter22.', 'Ihr Passwort lautet [token-1].'],
  ['Ваш пароль hunter22', 'Ваш пароль [token-1]'],
  ['Login with user jo and password S3cr3tPw1.', 'Login with user jo and password [token-1].'],
  ['the api key is 0a1b2c3d4e5f', 'the api key is [token-1]'],
  ['a login with password pw=S3cr3tPw1', 'a login with password pw=[token-1]'],
])('%s', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
  expect(redactedBody(JSON.stringify({ note: given }), 'application/json')).toBe(JSON.stringify({ note: expected }))
})

test.each([
  'password is required',
  'the password is 8 characters long',
  'token is expired since 2026-01-01T00:00:00Z, secret is https://x.test/a1',
  'token sha256 and secret v1beta1',
  'password reset to default',
  'the token is 30days old',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})
