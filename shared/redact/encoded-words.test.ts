import { describe, expect, test } from 'vitest'
import { base64, latin1FromBase64 } from '../http/base64-text.ts'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { redactedBody } from './testing/redacted-body.ts'

const LOGIN = '{"user":"jane@example.com","password":"hunter2secret99","note":"a b cdef"}'
const OUT = '{"user":"[email-1]","password":"[token-1]","note":"a b cdef"}'

const SPELLINGS: ReadonlyArray<readonly [name: string, spell: (text: string) => string]> = [
  ['base64', (text) => base64(bytesFromLatin1(headerFromText(text)))],
  ['base64 without padding', (text) => base64(bytesFromLatin1(text)).replace(/=+$/, '')],
  ['base64 of URLs', (text) => base64(bytesFromLatin1(text)).replaceAll('+', '-').replaceAll('/', '_')],
  ['hex', (text) => hex(text)],
  ['hex in capitals', (text) => hex(text).toUpperCase()],
]

function hex(text: string): string {
  return Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

describe.each(SPELLINGS)('%s', (_name, spell) => {
  test.each([
    ['in a sentence', (word: string) => `The state was ${word}, as you see.`],
    ['in quotes', (word: string) => `state="${word}"; x`],
    ['in a log', (word: string) => `[info] payload: ${word} (120 bytes)`],
    ['in a URL', (word: string) => `see https://x.test/r/${word}/done?x=1`],
    ['behind a colon', (word: string) => `v1:${word}.`],
    ['as a data URL', (word: string) => `src="data:application/json;base64,${word}"`],
    ['twice', (word: string) => `${word} and ${word}`],
  ])('%s', (_place, around) => {
    expect(redactedBody(around(spell(LOGIN)), 'text/plain')).toBe(around(spell(OUT)))
    const json = (word: string) => JSON.stringify({ log: around(word) })
    expect(redactedBody(json(spell(LOGIN)), 'application/json')).toBe(json(spell(OUT)))
  })

  test('stays in a sentence where nothing is in it', () => {
    const given = `It was ${spell('{"id":"pi_3Qabc","created":1700000000,"amount":1500000}')} then.`
    expect(redactedBody(given, 'text/plain')).toBe(given)
  })

  test('of nothing but one value shows its placeholder', () => {
    expect(redactedBody(`to ${spell('jane.doe@example.com')}, now`, 'text/plain')).toBe('to [email-1], now')
  })

  test('within itself', () => {
    const given = spell(`again: ${spell(LOGIN)} ok`)
    expect(redactedBody(`a ${given} b`, 'text/plain')).toBe(`a ${spell(`again: ${spell(OUT)} ok`)} b`)
  })

  test('beside something else', () => {
    expect(redactedBody(`from jo@example.com: ${spell('hello jo@example.com, hello!')}`, 'text/plain')).toBe(
      `from [email-1]: ${spell('hello [email-1], hello!')}`,
    )
  })

  test('whose name tells goes whole', () => {
    expect(redactedBody(`a, password: ${spell(LOGIN)}`, 'text/plain')).toMatch(/^a, password: \[token-\d\]$/)
  })
})

test('base64 in lines, in the middle of a text', () => {
  for (const length of [60, 64, 76]) {
    const lines = (text: string) =>
      (SPELLINGS[0]?.[1](text).match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join('\r\n')
    const around = (block: string) => `Hello,\r\n\r\n${block}\r\n\r\nBye!`
    const [text, out] = [LOGIN, OUT].map((each) => `${'x '.repeat(20)}${each}${' y'.repeat(40)}`)
    expect(redactedBody(around(lines(text ?? '')), 'text/plain')).toBe(around(lines(out ?? '')))
  }
})

test('groups of base64 are looked through as a whole, and again', () => {
  const groups =
    SPELLINGS[3]?.[1]('to [phone-1], from jo')
      .match(/.{1,26}/g)
      ?.join(' ') ?? ''
  expect(redactedBody(groups, 'text/plain')).toBe(groups)
  const [given, out] = ['sudo -SBearer +1 415 555 2671', 'sudo -SBearer [phone-1]'].map(
    (text) =>
      SPELLINGS[3]?.[1](text)
        .match(/.{1,34}/g)
        ?.join(' ') ?? '',
  )
  expect(redactedBody(given ?? '', 'text/plain')).toBe(out)
})

test('what is packed goes from the middle of a text, too', () => {
  const packed = 'H4sIAAAAAAAAA6tWKk5NLkotUbJSSsxRqgUAYWHQSRIAAAA='
  expect(redactedBody(`It was ${packed}, as I said`, 'text/plain')).toBe('It was [binary-1], as I said')
})

test.each([
  'src/features/captures/capture-list/row.tsx and aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ok',
  'sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC ok',
  'integrity sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg== ok',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})

test('a saved secret goes from a word that decodes to text', () => {
  const secret = 'tr0ub4dor-and-3'
  const out = redactedBody(`it is ${base64(bytesFromLatin1(`user:${secret}:end`))} ok`, 'text/plain', {}, undefined, [
    secret,
  ])
  expect(latin1FromBase64(/is (\S+) ok/.exec(out)?.[1] ?? '')).toBe('user:[secret-1]:end')
})
