import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

const part = (name: string, content: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
const body = (...contents: string[]) =>
  `--b1\r\n${part('a', contents[0] ?? '')}--b1\r\n${part('password', contents[1] ?? '')}--b1--\r\n`
const GIVEN = body('jo@example.com', 'x y')
const EXPECTED = body('[email-1]', '[token-1]')

test.each([
  'multipart/form-data; boundary=b1',
  'multipart/form-data; boundary=wrong',
  'multipart/form-data; boundary=b',
  'multipart/form-data',
  'multipart/form-data; boundary=""',
  'text/plain',
  'application/octet-stream',
  '',
])('%s', (type) => {
  expect(redactedBody(GIVEN, type)).toBe(EXPECTED)
})

test('line feeds alone, and a preamble', () => {
  const given = `\nhello\n${GIVEN.replaceAll('\r\n', '\n')}`
  expect(redactedBody(given, 'multipart/form-data; boundary=zzz')).toBe(`\nhello\n${EXPECTED.replaceAll('\r\n', '\n')}`)
})

test('cut before its first boundary', () => {
  expect(redactedBody(GIVEN.slice(6), 'multipart/form-data')).toBe(EXPECTED.slice(6))
})

test('more parts than are shown', { timeout: 60_000 }, () => {
  const given = `${`--b1\r\n${part('a', '1')}`.repeat(10_050)}--b1\r\n${part('password', 'x y')}--b1--`
  expect(redactedBody(given, 'multipart/form-data; boundary=b1')).toBe(given.replace('x y', '[token-1]'))
})
