import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  [
    'a:3:{s:4:"user";s:2:"jo";s:8:"password";s:7:"hunter2";s:3:"pin";i:1234;}',
    'a:3:{s:4:"user";s:2:"jo";s:8:"password";s:9:"[token-1]";s:3:"pin";s:9:"[token-2]";}',
  ],
  [
    'a:2:{s:1:"a";a:1:{s:5:"token";s:3:"é;";}s:4:"mail";s:16:"jane@example.com";}',
    'a:2:{s:1:"a";a:1:{s:5:"token";s:9:"[token-1]";}s:4:"mail";s:9:"[email-1]";}',
  ],
  [
    'O:4:"User":2:{s:8:"password";N;s:11:"credentials";a:1:{i:0;s:3:"abc";}}',
    'O:4:"User":2:{s:8:"password";N;s:11:"credentials";a:1:{i:0;s:9:"[token-1]";}}',
  ],
  ['a:1:{s:8:"password";s:100:"hunter2";}', 'a:1:{s:8:"password";s:9:"[token-1]";}'],
  ['a:1:{s:8:"password";s:2:"hunter2";}', 'a:1:{s:8:"password";s:9:"[token-1]";}'],
  [
    'user|s:2:"jo";password|s:7:"hunter2";n|i:5;token|s:3:"abc";',
    'user|s:2:"jo";password|s:9:"[token-1]";n|i:5;token|s:9:"[token-2]";',
  ],
  [
    'cart|a:1:{s:5:"token";s:3:"abc";}pin|i:1234;mail|s:16:"jane@example.com";',
    'cart|a:1:{s:5:"token";s:9:"[token-1]";}pin|s:9:"[token-2]";mail|s:9:"[email-1]";',
  ],
  ['credentials|a:1:{i:0;s:3:"abc";}', 'credentials|a:1:{i:0;s:9:"[token-1]";}'],
  ['a:1:{s:8:"password";s:7:"hunt', 'a:1:{s:8:"password";s:9:"[token-1]'],
])('%s', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
  expect(redactedBody(JSON.stringify({ meta: given }), 'application/json')).toBe(JSON.stringify({ meta: expected }))
})

test.each([
  'user|s:2:"jo";n|i:5;',
  'a:0:{}',
  'a:2:{i:0;i:5;s:1:"a";b:1;}',
  'a:1:{s:7:"user_id";i:12345;}',
  'a:1:{broken',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})
