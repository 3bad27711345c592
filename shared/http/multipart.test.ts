import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesFromLatin1, latin1FromBytes } from './latin1.ts'
import { parseMultipart } from './multipart.ts'

function parse(text: string, boundary = 'X') {
  const body = bytesFromLatin1(text)
  const { parts, problems } = parseMultipart(body, boundary)
  return {
    problems,
    parts: parts.map((part) => ({ ...part, text: latin1FromBytes(body.subarray(part.start, part.end)) })),
  }
}

test('finds parts, their headers and their exact bytes', () => {
  const { parts, problems } = parse(
    'preamble\r\n--X\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n\r\n--X\r\n' +
      'Content-Disposition: form-data; name="f"; filename="na\xc3\xafve.txt"\r\nContent-Type: text/plain\r\n\r\ntwo\r\n--X--\r\nafter',
  )
  expect(problems).toEqual([])
  expect(parts.map(({ name, fileName, text }) => ({ name, fileName, text }))).toEqual([
    { name: 'a', fileName: null, text: 'one\r\n' },
    { name: 'f', fileName: 'naïve.txt', text: 'two' },
  ])
  expect(parts[1]?.headers[1]).toEqual(['Content-Type', 'text/plain'])
})

test('a boundary inside content, or as the start of a longer word, is content', () => {
  const { parts } = parse('--X\r\n\r\nsay --X here\r\n--XY\r\nmore\r\n--X--')
  expect(parts.map((part) => part.text)).toEqual(['say --X here\r\n--XY\r\nmore'])
})

test('accepts bare line feeds', () => {
  expect(parse('--X\nA: 1\n\nbody\n--X--').parts[0]).toMatchObject({ headers: [['A', '1']], text: 'body' })
})

test('says when the end is missing and keeps what came', () => {
  const { parts, problems } = parse('--X\r\n\r\nhalf a bo')
  expect(parts[0]?.text).toBe('half a bo')
  expect(problems).toEqual(['The closing boundary is missing: the body may have been cut.'])
})

test('says when there is nothing to split by', () => {
  expect(parse('abc').problems[0]).toMatch(/does not occur/)
  expect(parse('abc', '').problems[0]).toMatch(/names no boundary/)
})

test('an encoded file name wins over a plain one', () => {
  const { parts } = parse(
    `--X\r\nContent-Disposition: form-data; filename="_.txt"; filename*=UTF-8''%E2%82%AC.txt\r\n\r\n\r\n--X--`,
  )
  expect(parts[0]?.fileName).toBe('€.txt')
})

test('what is built is found again', () => {
  const content = fc
    .string({ unit: fc.constantFrom('a', '-', 'X', '\r', '\n') })
    .filter((text) => !`\n${text}`.includes('\n--X'))
  fc.assert(
    fc.property(fc.array(content, { minLength: 1, maxLength: 5 }), (contents) => {
      const { parts, problems } = parse(`${contents.map((text) => `--X\r\nN: v\r\n\r\n${text}\r\n`).join('')}--X--\r\n`)
      expect(parts.map((part) => part.text)).toEqual(contents)
      expect(problems).toEqual([])
    }),
  )
})

test('no bytes make it throw, and parts lie inside the body', () => {
  const hostile = fc.string({ unit: fc.constantFrom('--X', '--X--', '\r\n', '\n', '\r', ':', ' ', 'a', '\0', '\xff') })
  fc.assert(
    fc.property(hostile, (text) => {
      for (const part of parse(text).parts) {
        expect(part.start).toBeLessThanOrEqual(part.end)
        expect(part.end).toBeLessThanOrEqual(text.length)
      }
    }),
    { numRuns: 1000 },
  )
})

test('a hostile boundary costs no more than the length of the body', () => {
  const body = new Uint8Array(8_000_000).fill(45)
  expect(parseMultipart(body, '-'.repeat(60_000)).parts).toEqual([])
})
