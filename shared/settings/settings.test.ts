import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS, settings } from './settings.ts'

function withTunnelServer(host: string) {
  const { tunnel } = DEFAULT_SETTINGS
  return settings.safeParse({ ...DEFAULT_SETTINGS, tunnel: { ...tunnel, localtunnel: { host, subdomain: null } } })
}

test.each(['ftp://tunnels.example', 'file:///etc/passwd', 'javascript:alert(1)', 'tunnels.example'])(
  'the tunnel server cannot be %s, and the message says what it can be',
  (host) => {
    expect(withTunnelServer(host).error?.issues[0]?.message).toMatch(/http:\/\/ or https:\/\//)
  },
)

test.each(['http://127.0.0.1:1234', 'https://localtunnel.me'])('the tunnel server can be %s', (host) => {
  expect(withTunnelServer(host).success).toBe(true)
})

test('the defaults are settings', () => {
  expect(settings.parse(DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS)
})
