import { expect, test } from 'vitest'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { bestEndpointUrl, endpointUrl } from './endpoint-url.ts'

function engine(tunnel: TunnelState): EngineState {
  return {
    version: '0.1.0',
    startedAt: 0,
    dataFolder: '/data',
    receiver: { port: 4700, urls: ['http://127.0.0.1:4700', 'http://[::1]:4700'], wantedPort: null },
    uiUrl: null,
    store: { kind: 'ok' },
    tunnel,
    urlChanged: null,
    forwardQueue: { waiting: 0, running: 0, dropped: 0 },
    notices: [],
    clearing: null,
    checking: null,
  }
}

test('default takes every path, others their slug', () => {
  expect(endpointUrl(engine({ kind: 'off' }), 'default', 'local')).toBe('http://127.0.0.1:4700/')
  expect(endpointUrl(engine({ kind: 'off' }), 'stripe', 'local')).toBe('http://127.0.0.1:4700/stripe')
})

test('a tunnel gives a public one while it is open', () => {
  const open = engine({
    kind: 'open',
    via: 'localtunnel',
    url: 'https://otter.loca.lt/',
    since: 0,
    latencyMs: 12,
    checkedAt: 0,
    facts: [],
  })
  expect(bestEndpointUrl(open, 'stripe')).toBe('https://otter.loca.lt/stripe')
  const lost = engine({
    kind: 'lost',
    via: 'localtunnel',
    reason: 'gone',
    url: 'https://otter.loca.lt',
    since: 0,
    nextTryAt: null,
    attempt: 1,
  })
  expect(endpointUrl(lost, 'stripe', 'public')).toBeNull()
  expect(bestEndpointUrl(lost, 'stripe')).toBe('http://127.0.0.1:4700/stripe')
})
