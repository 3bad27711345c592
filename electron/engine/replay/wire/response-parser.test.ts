import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS } from '../../../../shared/limits.ts'
import { ResponseParser } from './response-parser.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

function parse(pieces: Buffer[], options: { method?: string; end?: boolean } = {}) {
  const parser = new ResponseParser(options.method ?? 'POST')
  for (const piece of pieces) {
    parser.push(piece)
    if (parser.done || parser.broken) break
  }
  if (options.end === true && !parser.done && !parser.broken) parser.end()
  return {
    done: parser.done,
    problem: parser.problem,
    response: parser.response,
    body: parser.body.toString('latin1'),
    truncated: parser.bodyTruncated,
    reusable: parser.reusable,
  }
}

const one = (text: string, options?: { method?: string; end?: boolean }) => parse([bytes(text)], options)

test('keeps the status line and headers as they came', () => {
  const result = one(
    'HTTP/1.1 299 Fine by me \xe9\r\nx-B:2\r\nX-b:  \xff 1 \t\r\nEmpty:\r\nx-B: 3\r\nContent-Length: 2\r\n\r\nok',
  )
  expect(result).toMatchObject({
    done: true,
    reusable: true,
    body: 'ok',
    response: {
      status: 299,
      statusText: 'Fine by me \xe9',
      httpVersion: '1.1',
      headers: [
        ['x-B', '2'],
        ['X-b', '\xff 1'],
        ['Empty', ''],
        ['x-B', '3'],
        ['Content-Length', '2'],
      ],
    },
  })
})

describe('the body', () => {
  test.each([
    ['no body', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', {}, '', true],
    ['not modified', 'HTTP/1.1 304\r\nContent-Length: 5\r\n\r\n', {}, '', true],
    ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', { method: 'HEAD' }, '', true],
    [
      'chunked',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n02\r\nde\r\n0\r\n\r\n',
      {},
      'abcde',
      true,
    ],
    ['until closed', 'HTTP/1.1 200 OK\r\n\r\nabc', { end: true }, 'abc', false],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na', {}, 'a', false],
    ['HTTP/1.0 kept', 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\na', {}, 'a', true],
    ['closing', 'HTTP/1.1 200 OK\r\nConnection: foo, close\r\nContent-Length: 1\r\n\r\na', {}, 'a', false],
    [
      'length and chunked',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n',
      {},
      'ab',
      false,
    ],
    ['the length twice', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1, 1\r\n\r\na', {}, 'a', true],
    ['bare line feeds', 'HTTP/1.1 200 OK\nContent-Length: 1\n\na', {}, 'a', true],
    ['more than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab', {}, 'a', false],
    ['another coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab', { end: true }, 'ab', false],
    ['identity', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na', {}, 'a', true],
  ])('%s', (_name, text, options, body, reusable) => {
    expect(one(text, options)).toMatchObject({ done: true, problem: null, body, reusable })
  })

  test('ends at the cap, marked', () => {
    const parser = new ResponseParser('GET')
    parser.push(bytes('HTTP/1.1 200 OK\r\n\r\n'))
    const piece = Buffer.alloc(1024 * 1024, 97)
    while (!parser.done) parser.push(piece)
    expect(parser.body.length).toBe(LIMITS.responseBytes)
    expect(parser).toMatchObject({ bodyTruncated: true, reusable: false })
  })

  test('of exactly the cap is whole', () => {
    const parser = new ResponseParser('GET')
    parser.push(bytes(`HTTP/1.1 200 OK\r\nContent-Length: ${LIMITS.responseBytes}\r\n\r\n`))
    parser.push(Buffer.alloc(LIMITS.responseBytes))
    expect(parser).toMatchObject({ done: true, bodyTruncated: false, reusable: true })
  })

  test('that ends early is not done', () => {
    expect(one('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab', { end: true })).toMatchObject({
      done: false,
      body: 'ab',
    })
    expect(one('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab', { end: true }).done).toBe(false)
  })

  test('in a million tiny chunks takes no more memory than its bytes', () => {
    const parser = new ResponseParser('GET')
    parser.push(bytes('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'))
    const many = bytes('1\r\na\r\n'.repeat(10_000))
    for (let index = 0; index < 100; index++) parser.push(many)
    expect(parser.body.buffer.byteLength).toBeLessThan(4_000_000)
    expect(parser.body.length).toBe(1_000_000)
  })
})

test('keeps trailers', () => {
  const { response } = one('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Sum: 1\r\nx-sum: 2\r\n\r\n')
  expect(response?.trailers).toEqual([
    ['X-Sum', '1'],
    ['x-sum', '2'],
  ])
})

test('skips interim responses', () => {
  const text =
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'
  expect(one(text).response).toMatchObject({ status: 200, headers: [['Content-Length', '0']] })
})

test('joins folded header lines', () => {
  expect(one('HTTP/1.1 204\r\nA: 1\r\n  2\r\n\t\r\nB: 3\r\n\r\n').response?.headers).toEqual([
    ['A', '1 2'],
    ['B', '3'],
  ])
})

describe('breaks on', () => {
  test.each([
    ['TLS', '\x15\x03\x01\x00\x02\x02\x46', /TLS. Write https/],
    ['other protocols', 'SSH-2.0-OpenSSH\r\n', /not HTTP\/1: "SSH-2.0/],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n', /not HTTP\/1/],
    ['a bad status', 'HTTP/1.1 20 OK\r\n\r\n', /not a status line/],
    ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', /does not exist/],
    ['a line without colon', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n', /"nonsense", which has no colon/],
    ['a header without name', 'HTTP/1.1 200 OK\r\n: x\r\n\r\n', /no name/],
    ['a folded first line', 'HTTP/1.1 200 OK\r\n x: y\r\n\r\n', /begins with a space/],
    ['a lone CR', 'HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n', /carriage return/],
    [
      'lengths that differ',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na',
      /Content-Length "1,2"/,
    ],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\na', /Content-Length/],
    ['a bad chunk size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x1\r\n', /size of a chunk/],
    ['a chunk too long', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n', /longer than its size/],
    ['endless headers', `HTTP/1.1 200 OK\r\nA: ${'a'.repeat(70_000)}`, /64 KiB of headers/],
  ])('%s', (_name, text, problem) => {
    expect(one(text)).toMatchObject({ done: false, problem: expect.stringMatching(problem), reusable: false })
  })
})

const fragment = fc.constantFrom(
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.0 404 Not Found\n',
  'Content-Length: 3\r\n',
  'Content-Length: 4\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: close\r\n',
  ' folded\r\n',
  '\r\n',
  '\n',
  '\r',
  '3\r\nabc\r\n',
  '0\r\n',
  'abc',
  ':',
  '\0',
)
const hostile = fc.oneof(
  fc.array(fragment, { maxLength: 12 }).map((parts) => bytes(parts.join(''))),
  fc.array(fragment, { maxLength: 12 }).map((parts) => bytes(`HTTP/1.1 200 OK\r\n${parts.join('')}`)),
  fc.uint8Array({ maxLength: 200 }).map((random) => Buffer.from(random)),
)

test('hostile bytes in any pieces give the same result, and never throw', () => {
  fc.assert(
    fc.property(hostile, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (input, sizes) => {
      const pieces: Buffer[] = []
      for (let at = 0, turn = 0; at < input.length; turn++) {
        const size = sizes[turn % sizes.length] as number
        pieces.push(input.subarray(at, at + size))
        at += size
      }
      const whole = parse([input], { end: true })
      const split = parse(pieces, { end: true })
      // Whether surplus bytes came can only be told while they come.
      expect({ ...split, reusable: null, problem: split.problem !== null }).toEqual({
        ...whole,
        reusable: null,
        problem: whole.problem !== null,
      })
    }),
    { numRuns: 2000 },
  )
})
