import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  parseCount,
  parseHeader,
  parseHeaderName,
  parseMessageId,
  parseMethod,
  parsePort,
  parseSeconds,
  parseSubdomain,
  parseTunnelHost,
} from './option-parsers.ts'

test('takes the ports that there are', () => {
  expect(parsePort('0')).toBe(0)
  expect(parsePort('65535')).toBe(65535)
  for (const wrong of ['', '-1', '65536', '1e3', '0x10', '80 ', 'http']) expect(() => parsePort(wrong)).toThrow()
})

test('counts from one', () => {
  expect(parseCount('25')).toBe(25)
  for (const wrong of ['0', '-3', '1.5', 'all', '']) expect(() => parseCount(wrong)).toThrow()
})

test("takes a tunnel's server, name and probe", () => {
  expect(parseTunnelHost('https://tunnels.example:8443')).toBe('https://tunnels.example:8443')
  for (const wrong of ['', 'tunnels.example', 'ftp://h', 'javascript:1']) expect(() => parseTunnelHost(wrong)).toThrow()
  expect(parseSubdomain('my-hooks')).toBe('my-hooks')
  for (const wrong of ['', '-a', 'a-', 'a.b', 'a/b', 'x'.repeat(64)]) expect(() => parseSubdomain(wrong)).toThrow()
  expect([parseSeconds('30'), parseSeconds('0.5')]).toEqual([30, 0.5])
  for (const wrong of ['', '0', '-1', '1e3', '3601', 'soon']) expect(() => parseSeconds(wrong)).toThrow()
})

test('takes a header apart at its first colon', () => {
  expect(parseHeader('X-Url: http://h:1/')).toEqual(['X-Url', 'http://h:1/'])
  expect(parseHeader('X-Empty:')).toEqual(['X-Empty', ''])
})

test('sends what is no ASCII as UTF-8', () => {
  expect(parseHeader('X-Name: é')).toEqual(['X-Name', 'Ã©'])
})

test('refuses what would break out of a header', () => {
  for (const wrong of ['no colon', ': value', 'Bad Name: 1', 'X-A: 1\r\nX-B: 2', 'X-A: \0']) {
    expect(() => parseHeader(wrong)).toThrow()
  }
  expect(() => parseHeaderName('X A')).toThrow()
  expect(() => parseMethod('GET /')).toThrow()
})

test('whatever a header is made of, it is one header of single bytes or refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      try {
        const [name, value] = parseHeader(text)
        expect(name).toMatch(/^[!-~]+$/)
        expect([...value].every((char) => char.charCodeAt(0) <= 0xff && !'\r\n\0'.includes(char))).toBe(true)
      } catch (error) {
        expect(error).toMatchObject({ code: 'commander.invalidArgument' })
      }
    }),
  )
})

test('a message id cannot bring a header of its own', () => {
  expect(parseMessageId('msg_2Kx/9=')).toBe('msg_2Kx/9=')
  for (const wrong of ['', 'a\r\nX-Other: y', 'a\0', 'é']) expect(() => parseMessageId(wrong)).toThrow()
})
