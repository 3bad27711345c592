import { expect, test } from 'vitest'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { base64Lines } from './base64.ts'
import { bashWord } from './bash-word.ts'
import { curlCommand, originAndTarget } from './curl.ts'

const origin = 'http://127.0.0.1:4665'

test('reads well for an everyday webhook', () => {
  const command = curlCommand(
    {
      method: 'POST',
      origin,
      target: '/stripe?x=1',
      headers: [
        ['Host', 'x.loca.lt'],
        ['User-Agent', 'Stripe/1.0'],
        ['Accept', '*/*'],
        ['Content-Type', 'application/json'],
        ['Content-Length', '15'],
      ],
    },
    bytesFromLatin1('{"it":"it\'s ok"}'.slice(0, 15)),
  )
  expect(command).toBe(
    [
      'curl \\',
      '  -X POST \\',
      "  -H 'Host: x.loca.lt' \\",
      "  -H 'User-Agent: Stripe/1.0' \\",
      "  -H 'Accept: */*' \\",
      "  -H 'Content-Type: application/json' \\",
      "  -H 'Content-Length: 15' \\",
      '  -H Expect: \\',
      `  --data-binary '{"it":"it'\\''s ok"' \\`,
      "  'http://127.0.0.1:4665/stripe?x=1'",
    ].join('\n'),
  )
})

test.each([
  ['plain', 'plain'],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ['$(rm -rf /)`x`!', "'$(rm -rf /)`x`!'"],
  ['a\nb\t\\\x1b', "$'a\\nb\\t\\\\\\x1b'"],
  ['\xc3\xa9', "'é'"],
  ['\xe9', "$'\\xe9'"],
  ['\xe2\x80\xaea\xc3\xa9', "$'\\xe2\\x80\\xaeaé'"],
  ['', "''"],
])('%j as a word of bash', (bytes, word) => {
  expect(bashWord(bytes)).toBe(word)
})

test.each([
  ['', []],
  ['a', ['YQ==']],
  ['ab', ['YWI=']],
  ['abc', ['YWJj']],
  ['\xff\xfe\xfd\xfc', ['//79/A==']],
])('%j in base64', (text, lines) => {
  expect(base64Lines(bytesFromLatin1(text))).toEqual(lines)
})

test.each([
  ['http://h/a/../b?c', { origin: 'http://h', target: '/a/../b?c' }],
  ['http://h', { origin: 'http://h', target: '/' }],
  ['https://h:1?x', { origin: 'https://h:1', target: '/?x' }],
])('takes %s apart', (url, parts) => {
  expect(originAndTarget(url)).toEqual(parts)
})
