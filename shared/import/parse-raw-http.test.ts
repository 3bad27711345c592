import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rawHttpBytes } from '../codegen/raw-http.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import type { ImportedRequest } from './imported-request.ts'
import { parseRawMessages } from './parse-raw-http.ts'

/** The one request of a text. */
function parseRawHttp(source: string): ImportedRequest {
  const [message, ...others] = parseRawMessages(source)
  if (message === undefined || others.length > 0) throw new Error('It is not one request')
  return message.request
}

const bodyOf = ({ body }: ImportedRequest): string => latin1FromBytes(body)

test('reads what is written as raw HTTP, byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.stringMatching(/^[!-~\xa1-\xff]*$/), (body, value) => {
      const headers = [
        ['x-A', value],
        ['X-a', 'again'],
        ['Content-Length', String(body.length)],
      ] as const
      const request = { method: 'POST', origin: 'http://h', target: '/a/../b?c', headers, body }
      const read = parseRawHttp(rawHttpBytes(request))
      expect(read).toMatchObject({ method: 'POST', target: '/a/../b?c', headers, warnings: [] })
      expect(latin1FromBytes(read.body)).toBe(latin1FromBytes(body))
    }),
  )
})

test('trailers and the version are written as they came, too', () => {
  const headers = [['Transfer-Encoding', 'chunked']] as const
  const request = { method: 'POST', origin: 'http://h', target: '/', headers, trailers: [['X-Sum', 'a']] } as const
  for (const text of ['', 'body']) {
    const read = parseRawHttp(rawHttpBytes({ ...request, body: bytesFromLatin1(text) }))
    expect(read).toMatchObject({ headers, trailers: [['X-Sum', 'a']], warnings: [] })
    expect(bodyOf(read)).toBe(text)
  }
  const old = rawHttpBytes({ ...request, headers: [], trailers: [], httpVersion: '1.0', body: bytesFromLatin1('') })
  expect(parseRawHttp(old).httpVersion).toBe('1.0')
})

test('chunks count before a length, which is said', () => {
  const source = 'POST / HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'
  const [first, second] = parseRawMessages(`${source}GET /2 HTTP/1.1\r\n\r\n`)
  expect(latin1FromBytes(first?.request.body ?? new Uint8Array())).toBe('hello')
  expect(first?.request.headers.map(([name]) => name)).toEqual(['Content-Length', 'Transfer-Encoding'])
  expect(first?.request.warnings).toEqual(['It has both Content-Length and Transfer-Encoding; its chunks were read.'])
  expect(second?.request.target).toBe('/2')
})

test('keeps what is said to be in chunks and is not, folded headers, and what another version of HTTP is', () => {
  const read = parseRawHttp('POST / HTTP/2\nTransfer-Encoding: chunked\nX: a\n  b\n\nplain')
  expect(read).toMatchObject({ httpVersion: '1.1' })
  expect(read.headers).toContainEqual(['X', 'a b'])
  expect(latin1FromBytes(read.body)).toBe('plain')
  expect(read.warnings).toEqual([
    'HTTP/2 is kept as HTTP/1.1.',
    'Its body is not in whole chunks as Transfer-Encoding says; it was kept as it is.',
  ])
})

test('takes line feeds alone, and says where the length is another', () => {
  const read = parseRawHttp('GET / HTTP/1.0\nA: b\nContent-Length: 9\n\nxy')
  expect(read).toMatchObject({
    httpVersion: '1.0',
    headers: [
      ['A', 'b'],
      ['Content-Length', '9'],
    ],
  })
  expect(read.warnings).toEqual(['Content-Length says 9 bytes, and the body has 2.'])
})

test.each([
  ['GET /', /line 1: expected "POST \/path HTTP\/1.1", found "GET \/"/],
  ['GET / HTTP/1.1\nA: b\nnonsense\n\n', /line 3: expected "Name: value", found "nonsense"/],
])('%j is refused with its line', (source, message) => {
  expect(() => parseRawHttp(source)).toThrow(message)
})

test('reads several messages, each as long as it says', () => {
  const source = [
    'POST /1 HTTP/1.1\r\nContent-Length: 5\r\n\r\na\r\n\r\n',
    'GET /2 HTTP/1.1\r\nHost: h\r\n\r\n',
    'POST /3 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    'PUT /4 HTTP/1.0\n\nthe rest\n',
  ].join('')
  const read = parseRawMessages(source)
  expect(read.map(({ line, request }) => [line, request.target, latin1FromBytes(request.body)])).toEqual([
    [1, '/1', 'a\r\n\r\n'],
    [6, '/2', ''],
    [9, '/3', 'abc'],
    [16, '/4', 'the rest\n'],
  ])
  expect(() => parseRawMessages('GET / HTTP/1.1\n\nGET /2 HTTP/1.1\nbad\n\n')).toThrow(/line 4: expected "Name: value"/)
})

test('a chunk is as long as it says, whatever is in it', () => {
  const source =
    'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nx\n0\n\ny\r\n0\r\n\r\nGET /2 HTTP/1.1\r\n\r\n'
  const [first, second] = parseRawMessages(source)
  expect(first && bodyOf(first.request)).toBe('x\n0\n\ny')
  expect(first?.request.warnings).toEqual([])
  expect(second).toMatchObject({ line: 11, request: { target: '/2' } })
})

test('any body comes back out of any chunks, with what stands behind it', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 })), fc.boolean(), (pieces, hasTrailer) => {
      const chunks = pieces.map((piece) => `${piece.length.toString(16)};x=1\r\n${latin1FromBytes(piece)}\r\n`)
      const trailer = hasTrailer ? 'X-Sum:  a \xa0 \r\n' : ''
      const message = `POST /1 HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${chunks.join('')}0\r\n${trailer}\r\n`
      const [first, second] = parseRawMessages(`${message}GET /2 HTTP/1.1\r\n\r\n`)
      expect(first && bodyOf(first.request)).toBe(pieces.map(latin1FromBytes).join(''))
      expect(first?.request.trailers).toEqual(hasTrailer ? [['X-Sum', 'a \xa0']] : [])
      expect(first?.request.warnings).toEqual([])
      expect(second?.request.target).toBe('/2')
    }),
  )
})

test('chunks that are no chunks go up to the next request, those that break off to the end', () => {
  const decoded = 'POST /1 HTTP/1.1\nTransfer-Encoding: chunked\n\n{"a":1}\n\nGET /2 HTTP/1.1\n\n'
  expect(parseRawMessages(decoded).map(({ request }) => bodyOf(request))).toEqual(['{"a":1}', ''])
  const broken = 'POST /1 HTTP/1.1\nTransfer-Encoding: chunked\n\n2\nab\nff\nx\n\nGET /2 HTTP/1.1\n\n'
  expect(parseRawMessages(broken).map(({ request }) => bodyOf(request))).toEqual([
    '2\nab\nff\nx\n\nGET /2 HTTP/1.1\n\n',
  ])
})

test('what follows the stated length and is no request is left out, and said', () => {
  const [first, second] = parseRawMessages(
    'POST /1 HTTP/1.1\nContent-Length: 3\n\n{"a":1}\n\nPOST /2 HTTP/1.1\nContent-Length: 2\n\nab\n\n',
  )
  expect(first && bodyOf(first.request)).toBe('{"a')
  expect(first?.request.warnings).toEqual(['What follows the 3 bytes that Content-Length says was left out.'])
  expect(second).toMatchObject({ line: 6, request: { target: '/2', warnings: [] } })
  const chunked = parseRawHttp('POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n0\n\nmore')
  expect(chunked.warnings).toEqual(['What follows its last chunk was left out.'])
})

test('a blank line parts requests that do not say how long they are, and is none of a body', () => {
  const read = parseRawMessages('POST /1 HTTP/1.1\n\none\n\ntwo\n\nGET /2 HTTP/1.1\n\n')
  expect(read.map(({ line, request }) => [line, bodyOf(request)])).toEqual([
    [1, 'one\n\ntwo'],
    [7, ''],
  ])
})

test('a head that does not end is refused', () => {
  expect(() => parseRawMessages(`GET / HTTP/1.1\n${'a:\n'.repeat(400_000)}`)).toThrow(
    /line 1: the head of a request may/,
  )
})
