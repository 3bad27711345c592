import { expect, test } from 'vitest'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { bestEndpointUrl, localEndpointUrl, plainEndpoint, publicEndpointUrl } from './endpoint-url.ts'

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
    upkeep: null,
    checking: null,
    searchIndex: null,
  }
}

const OPEN: TunnelState = {
  kind: 'open',
  via: 'localtunnel',
  url: 'https://otter.loca.lt/',
  since: 0,
  latencyMs: 12,
  checkedAt: 0,
  facts: [],
}
const stripe = plainEndpoint('stripe')

test('default takes every path, others their slug', () => {
  const off = engine({ kind: 'off' })
  expect(localEndpointUrl(off, plainEndpoint('default'))).toBe('http://127.0.0.1:4700/')
  expect(localEndpointUrl(off, stripe)).toBe('http://127.0.0.1:4700/stripe')
})

test('a tunnel gives a public one while it is open', () => {
  expect(bestEndpointUrl(engine(OPEN), stripe)).toBe('https://otter.loca.lt/stripe')
  const lost = engine({
    kind: 'lost',
    via: 'localtunnel',
    reason: 'gone',
    url: 'https://otter.loca.lt',
    since: 0,
    nextTryAt: null,
    attempt: 1,
  })
  expect(publicEndpointUrl(lost, stripe).kind).toBe('none')
  expect(bestEndpointUrl(lost, stripe)).toBe('http://127.0.0.1:4700/stripe')
})

test('a path token is in the public URL, and is not asked for on this machine', () => {
  const guarded = plainEndpoint('stripe', { ...stripe.access, pathToken: 'k3yT-x91p_Qa' })
  expect(bestEndpointUrl(engine(OPEN), guarded)).toBe('https://otter.loca.lt/stripe/k3yT-x91p_Qa')
  expect(localEndpointUrl(engine(OPEN), guarded)).toBe('http://127.0.0.1:4700/stripe')
})
