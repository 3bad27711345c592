import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS, settings } from './settings.ts'

test.each(['ftp://tunnels.example', 'file:///etc/passwd', 'javascript:alert(1)', 'tunnels.example'])(
  'the tunnel server cannot be %s, and the message says what it can be',
  (host) => {
    const result = settings.safeParse({ ...DEFAULT_SETTINGS, tunnel: { host, subdomain: null } })
    expect(result.error?.issues[0]?.message).toMatch(/http:\/\/ or https:\/\//)
  },
)

test.each(['http://127.0.0.1:1234', 'https://localtunnel.me'])('the tunnel server can be %s', (host) => {
  expect(settings.safeParse({ ...DEFAULT_SETTINGS, tunnel: { host, subdomain: null } }).success).toBe(true)
})
