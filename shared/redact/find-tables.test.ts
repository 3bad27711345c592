import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['| user | password |\n|---|---|\n| jo | x1 |\n', '| user | password |\n|---|---|\n| jo | [token-1] |\n'],
  ['||user||password||\n|jo|x1|\n|al|x2|\n', '||user||password||\n|jo|[token-1]|\n|al|[token-2]|\n'],
  ['|| user || password ||\n| jo | x1 |\ntext', '|| user || password ||\n| jo | [token-1] |\ntext'],
  ['||Password|x1|\n||User|jo|\n', '||Password|[token-1]|\n||User|jo|\n'],
  ['||User|jo||Password|x1|\n', '||User|jo||Password|[token-1]|\n'],
  [
    '| user | password |\n|------+----------|\n| jo | x1 |\n',
    '| user | password |\n|------+----------|\n| jo | [token-1] |\n',
  ],
  [
    '+------+----------+\n| user | password |\n+------+----------+\n| jo   | x1       |\n+------+----------+\n',
    '+------+----------+\n| user | password |\n+------+----------+\n| jo   | [token-1]       |\n+------+----------+\n',
  ],
  [
    '+----------+----+\n| password | x1 |\n+----------+----+\n',
    '+----------+----+\n| password | [token-1] |\n+----------+----+\n',
  ],
  ['|||password|x|\n|a|b|', '|||password|x|\n|a|b|'],
  ['| user | password |\n|---|---|\n|| x1 |\n', '| user | password |\n|---|---|\n|| [token-1] |\n'],
])('%j', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
  expect(redactedBody(JSON.stringify({ text: given }), 'application/json')).toBe(JSON.stringify({ text: expected }))
})

test.each(['||user||team||\n|jo|a|\n', 'a || b || c\nif (password || token) x', '|| true || password'])(
  'leaves %j',
  (given) => {
    expect(redactedBody(given, 'text/plain')).toBe(given)
  },
)
