import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['curl -u bob:PASS https://x.test', 'curl -u bob:[token-1] https://x.test'],
  ['curl -ubob -u "bob:PA SS" x', 'curl -ubob -u "bob:[token-1]" x'],
  ["curl --user 'bob:PASS' x", "curl --user 'bob:[token-1]' x"],
  ['wget --password=PASS https://x.test', 'wget --password=[token-1] https://x.test'],
  ["wget --http-password='a b' x", "wget --http-password='[token-1]' x"],
  ['gh --token PASS list --api-key KEY', 'gh --token [token-1] list --api-key [token-2]'],
  ['java -Ddb.password=PASS -jar x.jar', 'java -Ddb.password=[token-1] -jar x.jar'],
])('%j, and in a JSON string', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
  expect(redactedBody(JSON.stringify({ cmd: given }), 'application/json')).toBe(JSON.stringify({ cmd: expected }))
})

test.each([
  'Use --token to sign in, or the --password option.',
  'docker run -u 1000:1000 x',
  'gh --no-password x --token $TOKEN',
  'gh --password --verbose',
  'sort -u a - b',
])('leaves %j', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})

test('what stands behind a placeholder is not named by it', () => {
  expect(redactedBody('[secret-1]: hello, [token-2]=x', 'text/plain')).toBe('[secret-1]: hello, [token-2]=x')
})
