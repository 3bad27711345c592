import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeNotHttp, endOfHead, endOfTrailers, parseLength, readFields, readHead } from './response-head.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test('reads the status line and the headers of any response, an interim one too', () => {
  expect(readHead('HTTP/1.0 103 Early Hints\r\nLink: </a>\r\nlink:  b\t\r\n\r\n')).toEqual({
    value: {
      status: 103,
      statusText: 'Early Hints',
      httpVersion: '1.0',
      headers: [
        ['Link', '</a>'],
        ['link', 'b'],
      ],
      trailers: [],
    },
    problem: null,
  })
  expect(readHead('HTTP/1.1 204\n\n').value).toMatchObject({ status: 204, statusText: '', headers: [] })
})

test.each([
  ['HTTP/2 200\r\n\r\n', 'not a status line'],
  ['HTTP/1.1 099 X\r\n\r\n', 'the status 099, which does not exist'],
  ['HTTP/1.1 200 OK\r\nno colon\r\n\r\n', '"no colon", which has no colon'],
  ['HTTP/1.1 200 OK\r\n: x\r\n\r\n', 'which has no name'],
  ['HTTP/1.1 200 OK\r\n folded\r\n\r\n', 'begins with a space'],
  ['HTTP/1.1 200 OK\r\nA: \0\r\n\r\n', 'a NUL or a lone carriage return'],
  ['HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n', 'a NUL or a lone carriage return'],
])('says what is wrong with %j', (head, problem) => {
  expect(readHead(head).problem).toContain(problem)
})

test('joins folded lines, and leaves bytes alone that only look like spaces', () => {
  expect(readFields('A: b\r\n \t c \r\n\td\r\nE:\xa0f\xa0\r\n', 0).value).toEqual([
    ['A', 'b c d'],
    ['E', '\xa0f\xa0'],
  ])
})

test('never throws, and reads something or says what is wrong', () => {
  const text = fc.string({ unit: fc.constantFrom('A', ':', ' ', '\t', '\r', '\n', '\0', '\xff') })
  fc.assert(
    fc.property(text, (given) => {
      const { value, problem } = readFields(given, 0)
      expect(value === null).toBe(problem !== null)
    }),
  )
})

test('finds the end of a head and of trailers, with either line end', () => {
  expect(endOfHead(bytes('A: b\r\n\r\nbody'), 0)).toBe(8)
  expect(endOfHead(bytes('A: b\n\nbody'), 0)).toBe(6)
  expect(endOfHead(bytes('A: b\r\n\r'), 0)).toBe(-1)
  expect(endOfTrailers(bytes('\r\nnext'))).toBe(2)
  expect(endOfTrailers(bytes('\nnext'))).toBe(1)
  expect(endOfTrailers(bytes('A: b\r\n\r\n'))).toBe(8)
})

test('a length may be said several times over, and no other way', () => {
  expect(parseLength('12')).toBe(12)
  expect(parseLength('12, 12')).toBe(12)
  for (const wrong of ['', '-1', '1.0', '0x10', '12, 13', '1'.repeat(16)]) expect(parseLength(wrong)).toBeNull()
})

test('tells TLS from what is no HTTP at all', () => {
  expect(describeNotHttp(Buffer.from([0x15, 3, 1, 0, 2]))).toContain('https://')
  expect(describeNotHttp(bytes('SSH-2.0-x\r\n'))).toContain('"SSH-2.0-x')
})
