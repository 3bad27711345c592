import { expect, test } from 'vitest'
import { type RawRequestSource, rawRequest } from './raw-request.ts'

const capture: RawRequestSource = {
  state: 'complete',
  method: 'POST',
  target: '/stripe//a?x=%20',
  httpVersion: '1.0',
  headers: [
    ['HOST', 'h'],
    ['X-A', '1'],
    ['x-a', '2'],
  ],
  trailers: [],
  bodySize: 5,
}

test('keeps the target, and names in their case, order and number', () => {
  const raw = rawRequest(capture)
  expect(raw.head).toBe('POST /stripe//a?x=%20 HTTP/1.0\r\nHOST: h\r\nX-A: 1\r\nx-a: 2\r\n\r\n')
  expect(raw.beforeBody + raw.afterBody).toBe('')
  expect(raw.notes).toHaveLength(1)
})

test('puts a chunked body into one chunk, followed by the trailers', () => {
  const headers = [['Transfer-Encoding', 'gzip, Chunked']] as const
  const raw = rawRequest({ ...capture, headers, trailers: [['X-Sum', 'abc']], bodySize: 26 })
  expect(raw.beforeBody).toBe('1a\r\n')
  expect(raw.afterBody).toBe('\r\n0\r\nX-Sum: abc\r\n\r\n')
  expect(raw.notes.join(' ')).toContain('chunks')
})

test('ends an empty chunked body with the last chunk alone', () => {
  const raw = rawRequest({ ...capture, headers: [['Transfer-Encoding', 'chunked']], bodySize: 0 })
  expect(raw.beforeBody + raw.afterBody).toBe('0\r\n\r\n')
})

test('adds nothing to a packet that the parser rejected', () => {
  const raw = rawRequest({ ...capture, state: 'malformed', method: null, target: null, headers: [] })
  expect(raw.head + raw.beforeBody + raw.afterBody).toBe('')
  expect(raw.notes[0]).toContain('middle of a request')
})

test('says that a body was cut or broke off', () => {
  expect(rawRequest({ ...capture, state: 'truncated' }).notes.join(' ')).toContain('cut at the limit')
  expect(rawRequest({ ...capture, state: 'incomplete' }).notes.join(' ')).toContain('broke off')
})

test.each(['truncated', 'incomplete'] as const)('leaves a chunked body open that is %s', (state) => {
  const headers = [['Transfer-Encoding', 'chunked']] as const
  const raw = rawRequest({ ...capture, state, headers, trailers: [['X-Sum', 'abc']] })
  expect(raw).toMatchObject({ beforeBody: '5\r\n', afterBody: '' })
  expect(raw.notes.join(' ')).toContain('The last chunk')
  expect(rawRequest({ ...capture, state, headers, bodySize: 0 })).toMatchObject({ beforeBody: '', afterBody: '' })
})
