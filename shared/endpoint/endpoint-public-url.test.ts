import { expect, test } from 'vitest'
import type { TunnelState } from '../tunnel/tunnel-state.ts'
import { NO_ACCESS_RULES } from './access-rules.ts'
import { endpointPublicUrl } from './endpoint-public-url.ts'

const OPEN = {
  kind: 'open',
  via: 'localtunnel',
  url: 'https://otter.loca.lt',
  since: 0,
  latencyMs: 1,
  checkedAt: 0,
  facts: [],
} satisfies TunnelState

function urlOf(slug: string, tunnel: TunnelState, pathToken: string | null = null, publicUrl: string | null = null) {
  const found = endpointPublicUrl({ slug, access: { ...NO_ACCESS_RULES, pathToken }, publicUrl }, tunnel)
  return found.kind === 'url' ? found.url : found.why
}

test('the slug and the path token stand behind the URL of the tunnel', () => {
  expect(urlOf('stripe', OPEN)).toBe('https://otter.loca.lt/stripe')
  expect(urlOf('stripe', OPEN, 'token-12345')).toBe('https://otter.loca.lt/stripe/token-12345')
  expect(urlOf('default', OPEN)).toBe('https://otter.loca.lt/')
  expect(urlOf('default', OPEN, 'token-12345')).toBe('https://otter.loca.lt/token-12345')
})

test('a proxy may lead only a path of its own to Hookbench', () => {
  const own = { ...OPEN, via: 'own-url', url: 'https://example.com/hooks' } satisfies TunnelState
  expect(urlOf('stripe', own)).toBe('https://example.com/hooks/stripe')
  expect(urlOf('default', { ...own, url: 'https://example.com/hooks/' })).toBe('https://example.com/hooks/')
})

test('the URL that a provider was given counts before any tunnel, and without one', () => {
  expect(urlOf('stripe', OPEN, null, 'https://example.com/s')).toBe('https://example.com/s')
  expect(urlOf('stripe', { kind: 'off' }, null, 'https://example.com/s')).toBe('https://example.com/s')
})

test('says why there is none', () => {
  const smee = { ...OPEN, via: 'smee', url: 'https://smee.io/abc' } satisfies TunnelState
  expect(urlOf('default', smee)).toBe('https://smee.io/abc')
  expect(urlOf('stripe', smee)).toMatch(/no paths/)
  expect(urlOf('default', smee, 'token-12345')).toMatch(/path token/)
  expect(urlOf('stripe', { kind: 'off' })).toMatch(/No tunnel/)
})
