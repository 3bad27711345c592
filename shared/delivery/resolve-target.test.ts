import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseTarget, resolveTarget } from './resolve-target.ts'

const sent = (url: string, endpoint: string, target: string | null) =>
  resolveTarget(url, { endpoint, target }).requestTarget

describe('a target that ends in /*', () => {
  test.each([
    ['http://h/p/*', 'stripe', '/stripe/a//b?x=1', '/p/a//b?x=1'],
    ['http://h/p/*', 'stripe', '/stripe', '/p'],
    ['http://h/p/*', 'stripe', '/stripe/', '/p/'],
    ['http://h/p/*', 'stripe', '/stripe?x=1', '/p?x=1'],
    ['http://h/*', 'stripe', '/stripe', '/'],
    ['http://h/*', 'stripe', '/stripe?', '/?'],
    ['http://h/*', 'default', '/any/../%2F//x?', '/any/../%2F//x?'],
    ['http://h/p/*', 'default', '/default/a', '/p/default/a'],
    ['http://h/p/*', 'stripe', 'http://public.example:80/stripe/a?b', '/p/a?b'],
    ['http://h/p/*', 'default', 'HTTP://public.example', '/p'],
    ['http://h/p/*', 'default', 'http://public.example?x=1', '/p?x=1'],
    ['http://h/p/*', 'stripe', '/stripe2/a', '/p/stripe2/a'],
    ['http://h/p/*', 'default', '//host/a', '/p//host/a'],
    ['http://h/a/../b/*', 'default', '/\xe9', '/a/../b/\xe9'],
  ])('%s takes the rest of %s %s: %s', (url, endpoint, target, expected) => {
    expect(sent(url, endpoint, target)).toBe(expected)
  })

  test.each([['*'], ['example.com:443']])('refuses the captured target %s', (target) => {
    expect(() => sent('http://h/p/*', 'default', target)).toThrow(/is not a path.*Write the whole URL/)
  })

  test('refuses a capture without a target', () => {
    expect(() => sent('http://h/*', 'default', null)).toThrow(/no target of its own/)
  })

  test('keeps the spelling of any captured path', () => {
    const path = fc.string({ unit: fc.constantFrom('/', '.', '%', '2', 'F', '?', '&', '=', '\xff', 'a', '*', '\\') })
    fc.assert(
      fc.property(path, (tail) => {
        expect(sent('http://h/p/*', 'stripe', `/stripe/${tail}`)).toBe(`/p/${tail}`)
        expect(sent('http://h/*', 'default', `/${tail}`)).toBe(`/${tail}`)
        expect(sent('http://h/*', 'default', `http://other/${tail}`)).toBe(`/${tail}`)
      }),
    )
  })
})

describe('any other target', () => {
  test.each([
    ['http://h', '/'],
    ['http://h?x=1', '/?x=1'],
    ['http://h/a/./b/../c//d?', '/a/./b/../c//d?'],
    ['http://h/%7Euser/%2F', '/%7Euser/%2F'],
    ['http://h/*a', '/*a'],
    ['http://h/é', '/\xc3\xa9'],
  ])('%s is used as written', (url, expected) => {
    expect(sent(url, 'stripe', '/stripe/ignored')).toBe(expected)
    expect(sent(url, 'stripe', null)).toBe(expected)
  })

  test('any path of visible characters is used as written', () => {
    const path = fc
      .string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) })
      .filter((text) => !text.includes('#') && !text.endsWith('/*') && text !== '*')
    fc.assert(
      fc.property(path, (tail) => {
        expect(sent(`http://h/${tail}`, 'default', '/x')).toBe(`/${tail}`)
      }),
    )
  })
})

describe('parseTarget', () => {
  test.each([
    ['http://localhost:3000/a', { secure: false, host: 'localhost', port: 3000, authority: 'localhost:3000' }],
    ['https://Example.com', { secure: true, host: 'Example.com', port: 443, authority: 'Example.com' }],
    ['https://example.com:443/', { secure: true, host: 'example.com', port: 443, authority: 'example.com' }],
    ['http://example.com:443/', { secure: false, host: 'example.com', port: 443, authority: 'example.com:443' }],
    ['HTTP://[::1]:8080/', { secure: false, host: '::1', port: 8080, authority: '[::1]:8080' }],
    ['http://h:/x', { secure: false, host: 'h', port: 80, authority: 'h' }],
  ])('%s', (url, expected) => {
    expect(parseTarget(url)).toMatchObject(expected)
  })

  test.each([
    ['localhost:3000', /is not a URL/],
    ['', /is not a URL/],
    ['ftp://h/', /scheme ftp/],
    ['javascript://h/', /Only http and https/],
    ['http:///a', /names no host/],
    ['http://user:secret@h/', /user or password/],
    ['http://h\\@evil/', /user or password/],
    ['http://h\\x/', /host that cannot be read/],
    ['http://h:0/', /port 0/],
    ['http://h:70000/', /port 70000/],
    ['http://h:a/', /host that cannot be read/],
    ['http://::1/', /host that cannot be read/],
    ['http://h/a b', /a space in it.*%20/],
    ['http://h/a\r\nX: y', /control character 13/],
    ['http://h/a#b', /fragment/],
    ['http://h/a?b=/*', /query before it/],
  ])('refuses %s', (url, message) => {
    expect(() => parseTarget(url)).toThrow(message)
    expect(() => parseTarget(url)).toThrow(expect.objectContaining({ kind: 'invalid-input' }))
  })

  test('never repeats a password', () => {
    expect(() => parseTarget('http://user:secret@h/')).not.toThrow(/secret/)
  })
})

test('the path token stays behind, where it is whole and in its place', () => {
  const rest = (endpoint: string, target: string) =>
    resolveTarget('http://h/p/*', { endpoint, target, pathToken: 'token-12345' }).requestTarget
  expect(rest('stripe', '/stripe/token-12345/a?b')).toBe('/p/a?b')
  expect(rest('stripe', '/stripe/token-12345')).toBe('/p')
  expect(rest('stripe', '/stripe/token-123456/a')).toBe('/p/token-123456/a')
  expect(rest('stripe', '/stripe/a/token-12345')).toBe('/p/a/token-12345')
  expect(rest('stripe', '/stripe')).toBe('/p')
  expect(rest('default', '/token-12345/a')).toBe('/p/a')
})
