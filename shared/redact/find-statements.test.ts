import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  ['x=password%253DDOUBLE', 'x=password%253D[token-1]'],
  ['id,pass word\n1,x\n', 'id,pass word\n1,[token-1]\n'],
  ['password: word', 'password: [token-1]'],
  ['Password: correct horse battery', 'Password: [token-1]'],
  ['user: jo\npassword: hunter two\nn: 1\n', 'user: jo\npassword: [token-1]\nn: 1\n'],
  ['user: jo, password: word, n: 1', 'user: jo, password: [token-1], n: 1'],
  ['  - api_key: abc def # old', '  - api_key: [token-1]'],
  ['db.password = abc def\r\nx = y\r\n', 'db.password = [token-1]\r\nx = y\r\n'],
  ['export API_KEY="a b"\n', 'export API_KEY="[token-1]"\n'],
  ['password: |\n  line one\n  line two\nother: x\n', 'password: |\n  [token-1]\nother: x\n'],
  ['credentials:\n  user: jo\n  pass: x\nother: y\n', 'credentials:\n  user: [token-1]\n  pass: [token-2]\nother: y\n'],
  ['Cookie: a=b; c=d\nHost: x', 'Cookie: a=[cookie-1]; c=[cookie-2]\nHost: x'],
  ['sent Cookie: a=b; c=d', 'sent Cookie: a=[cookie-1]; c=[cookie-2]'],
  [
    "curl -H 'Cookie: a=b; c=d' -H 'X-Api-Key: x y' u",
    "curl -H 'Cookie: a=[cookie-1]; c=[cookie-2]' -H 'X-Api-Key: [token-1]' u",
  ],
  ['> Set-Cookie: sid=b; Path=/; HttpOnly', '> Set-Cookie: sid=[cookie-1]; Path=/; HttpOnly'],
  ['Authorization: Bearer abcdefgh', 'Authorization: Bearer [token-1]'],
  ['authorization: abcdefgh', 'authorization: [authorization-1]'],
  ['X-Session-Id: abc', 'X-Session-Id: [token-1]'],
  ['level=info password=hunter2 ok=1', 'level=info password=[token-1] ok=1'],
  ['ssn: 078-05-1120', 'ssn: [personal-1]'],
])('%j', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
})

test.each([
  'The password: please change it',
  'Hello, no password\nfor you, jo',
  '100%25 of 20%2525',
  'token: null\nsecret:\n\nhas_password: yes\n',
  'note: my password\nfor: you',
])('leaves %j', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})
