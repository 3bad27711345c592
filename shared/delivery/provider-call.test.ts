import { expect, test } from 'vitest'
import { providerCall } from './provider-call.ts'

const PUBLIC = 'https://otter.loca.lt/stripe'

test('what the tunnel states goes before the public URL', () => {
  const headers = [
    ['Host', 'internal'],
    ['X-Forwarded-Host', 'given.example'],
    ['X-Forwarded-Proto', 'http'],
    ['X-Forwarded-For', '203.0.113.9'],
  ] as const
  expect(providerCall({ headers, via: 'ngrok' }, PUBLIC)).toEqual({
    host: 'given.example',
    proto: 'http',
    address: '203.0.113.9',
  })
  // At the receiver's own port anybody may write them.
  expect(providerCall({ headers, via: null }, PUBLIC)).toEqual({ host: 'otter.loca.lt', proto: 'https', address: null })
})

test('Host of what came through a tunnel is the one that was called, unless the tunnel put its own there', () => {
  const at = (host: string) => providerCall({ headers: [['host', host]], via: 'localtunnel' }, PUBLIC)?.host
  expect(at('old-name.loca.lt')).toBe('old-name.loca.lt')
  expect(at('127.0.0.1:4700')).toBe('otter.loca.lt')
  expect(at('localhost')).toBe('otter.loca.lt')
})

test('a port belongs to the host, and without any public URL nothing is known', () => {
  expect(providerCall({ headers: [], via: null }, 'http://h.example:8080/x')).toEqual({
    host: 'h.example:8080',
    proto: 'http',
    address: null,
  })
  expect(providerCall({ headers: [['Host', 'h']], via: null }, null)).toBeNull()
})
