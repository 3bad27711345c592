import { expect, test } from 'vitest'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { tunnelNews } from './tunnel-news.ts'

const OFF: TunnelState = { kind: 'off' }
const OPENING: TunnelState = { kind: 'opening', via: 'ssh', since: 1 }
const KNOWN = { via: 'ssh' as const, url: 'https://a.example', since: 1, latencyMs: 3, checkedAt: 2, facts: [] }
const OPEN: TunnelState = { kind: 'open', ...KNOWN }
const DEGRADED: TunnelState = { kind: 'degraded', ...KNOWN, why: 'It is slow.' }
const LOST: TunnelState = {
  kind: 'lost',
  via: 'ssh',
  reason: 'The server is gone.',
  url: null,
  since: 1,
  nextTryAt: null,
  attempt: 1,
}
const REFUSED: TunnelState = { kind: 'refused', via: 'ssh', reason: 'No key.', advice: '', url: null, hostKey: null }
test.each([
  ['lost', OPEN, LOST, 'The server is gone.'],
  ['lost while it was not well', DEGRADED, LOST, 'lost'],
  ['open again', LOST, OPEN, 'open again'],
])('a tunnel that is %s is told of', (_, before, after, text) => {
  expect(tunnelNews(before.kind, after)?.text).toContain(text)
})

test.each([
  ['opens as asked', OPENING, OPEN],
  ['is closed', OPEN, OFF],
  ['goes on being tried', LOST, LOST],
  ['never opened yet', OPENING, LOST],
  ['is slow', OPEN, DEGRADED],
  ['is refused, which stays on the screen', OPENING, REFUSED],
])('nothing is said in passing where it %s', (_, before, after) => {
  expect(tunnelNews(before.kind, after)).toBeNull()
})
