import { describe, expect, test } from 'vitest'
import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { redactedBody } from './testing/redacted-body.ts'

const LOGIN = '{"user":"jane@example.com","password":"hunter2secret99","note":"a > b ? cd"}'
const OUT = '{"user":"[email-1]","password":"[token-1]","note":"a > b ? cd"}'

function encoded(text: string): string {
  return base64(bytesFromLatin1(headerFromText(text)))
}

/** What the letters in a text decode to, wherever one begins to. */
function decodedAnyhow(text: string): string {
  const words = text.match(/[A-Za-z0-9+/_-]+/g) ?? []
  const beginnings = words.flatMap((word) => [0, 1, 2, 3].map((skipped) => word.slice(skipped)))
  return beginnings.map((word) => latin1FromBase64(word) ?? latin1FromBase64(word.slice(0, -1)) ?? '').join('\n')
}

function folded(text: string, length: number, end: string): string {
  return (text.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(end)
}

describe.each<readonly [name: string, fold: (text: string) => string]>([
  ['in one line', (text) => text],
  ['with a line end', (text) => `${text}\n`],
  ['with a line end and spaces', (text) => ` ${text} \r\n\r\n`],
  ['as Ruby and GitHub write it', (text) => `${folded(text, 60, '\n')}\n`],
  ['as mail has it', (text) => folded(text, 76, '\r\n')],
  ['indented', (text) => folded(text, 40, '\n  ')],
  ['in groups', (text) => folded(text, 4, ' ')],
  ['without padding', (text) => `${text.replace(/=+$/, '')}\n`],
])('base64 %s', (_name, fold) => {
  test('in JSON', () => {
    const given = JSON.stringify({ content: fold(encoded(LOGIN)), encoding: 'base64' })
    expect(redactedBody(given, 'application/json')).toBe(
      JSON.stringify({ content: fold(encoded(OUT)), encoding: 'base64' }),
    )
  })

  test('as a body', () => {
    expect(redactedBody(fold(encoded(LOGIN)), 'text/plain')).toBe(fold(encoded(OUT)))
  })

  test('stays where nothing is in it', () => {
    const given = fold(encoded('{"id":"pi_3Qabc","created":1700000000,"amount":1500000,"currency":"eur"}'))
    expect(redactedBody(given, 'text/plain')).toBe(given)
  })
})

// What Node's zlib makes of {"password":"hunter2secret","note":"a note"}: zlib at its levels, and Zstandard.
test.each([
  'eAEBLADT/3sicGFzc3dvcmQiOiJodW50ZXIyc2VjcmV0Iiwibm90ZSI6ImEgbm90ZSJ9ZNEPVw==',
  'eF6rVipILC4uzy9KUbJSyijNK0ktMipOTS5KLVHSUcrLL0lVslJKVAAzagFk0Q9X',
  'eJyrVipILC4uzy9KUbJSyijNK0ktMipOTS5KLVHSUcrLL0lVslJKVAAzagFk0Q9X',
  'eNqrVipILC4uzy9KUbJSyijNK0ktMipOTS5KLVHSUcrLL0lVslJKVAAzagFk0Q9X',
  'KLUv/SAsYQEAeyJwYXNzd29yZCI6Imh1bnRlcjJzZWNyZXQiLCJub3RlIjoiYSBub3RlIn0=',
])('a packed value goes: %s', (packed) => {
  expect(redactedBody(JSON.stringify({ a: packed }), 'application/json')).toBe('{"a":"[binary-1]"}')
})

test('packed values go whatever lines they are in', () => {
  const packed = 'H4sIAAAAAAAAA6tWKk5NLkotUbJSSsxRqgUAYWHQSRIAAAA='
  expect(redactedBody(JSON.stringify({ a: `${folded(packed, 20, '\n')}\n` }), 'application/json')).toBe(
    '{"a":"[binary-1]"}',
  )
})

test.each(['saved-secret-12', 'my-saved-secret-1', 'my-saved-secret-1?>'])(
  'a saved secret goes wherever base64 begins: %s',
  (secret) => {
    for (const before of ['', 'u', 'us', 'use', 'user:', 'user1:', 'us\xff~?>:'])
      for (const after of ['', ':', '":1', ' \xff?']) {
        const word = base64(bytesFromLatin1(before + secret + after))
        for (const spelled of [word, word.replace(/=+$/, ''), word.replaceAll('+', '-').replaceAll('/', '_')]) {
          const out = redactedBody(`creds ${spelled} ok`, 'text/plain', {}, undefined, [secret])
          expect(out + decodedAnyhow(out)).toContain('[secret-1]')
          expect(decodedAnyhow(out)).not.toContain(secret.slice(2, -2))
        }
      }
  },
)

test('a saved secret goes from base64 in lines, in the middle of a text', () => {
  const secret = 'my-saved-secret-with-a-few-more-letters'
  for (let before = 0; before < 60; before++) {
    const lines = folded(encoded(`${'x'.repeat(before)}${secret}${'y'.repeat(60)}`), 64, '\r\n')
    const given = `Subject: hello\r\n\r\nPlease find it here:\r\n\r\n${lines}\r\n\r\nBye!`
    const out = redactedBody(given, 'text/plain', {}, undefined, [secret])
    expect(out + decodedAnyhow(out.replace(/\r\n/g, ''))).toContain('[secret-1]')
    expect(decodedAnyhow(out.replace(/\r\n/g, ''))).not.toContain(secret.slice(4, 20))
  }
})
