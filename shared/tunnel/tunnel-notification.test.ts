import { expect, test } from 'vitest'
import { tunnelNotification } from './tunnel-notification.ts'
import type { TunnelState } from './tunnel-state.ts'

const URL_NOW = 'https://one.example'
const OPEN: TunnelState = {
  kind: 'open',
  via: 'localtunnel',
  url: URL_NOW,
  since: 0,
  latencyMs: 5,
  checkedAt: 0,
  facts: [],
}
const LOST: TunnelState = {
  kind: 'lost',
  via: 'localtunnel',
  reason: 'The server closed every connection.',
  url: URL_NOW,
  since: 0,
  nextTryAt: 1,
  attempt: 1,
}
const REFUSED: TunnelState = {
  kind: 'refused',
  via: 'ngrok',
  reason: 'ngrok does not know the token.',
  advice: 'Set another.',
  url: null,
  hostKey: null,
}
const at = (tunnel: TunnelState, changedTo: string | null = null) => ({
  tunnel,
  urlChanged: changedTo === null ? null : { from: URL_NOW, to: changedTo, at: 0 },
})

test('a tunnel that is lost, or refused later on, is news; one that was never up is looked at by who opens it', () => {
  expect(tunnelNotification(at(OPEN), at(LOST))).toMatchObject({
    body: expect.stringContaining('closed every connection'),
  })
  expect(tunnelNotification(at({ ...OPEN, kind: 'degraded', why: 'slow' }), at(LOST))).not.toBeNull()
  expect(tunnelNotification(at(LOST), at({ ...LOST, attempt: 2 }))).toBeNull()
  expect(tunnelNotification(at({ kind: 'opening', via: 'localtunnel', since: 0 }), at(LOST))).toBeNull()
  expect(tunnelNotification(at(LOST), at(REFUSED))).toMatchObject({
    body: 'ngrok does not know the token. Set another.',
  })
  expect(tunnelNotification(at({ kind: 'opening', via: 'ngrok', since: 0 }), at(REFUSED))).toBeNull()
  expect(tunnelNotification(at(LOST), at(OPEN))).toBeNull()
})

test('another URL is news once, with the old one and the new', () => {
  const news = tunnelNotification(at(LOST), at(OPEN, 'https://two.example'))
  expect(news?.body).toMatch(/one\.example.*two\.example/)
  expect(tunnelNotification(at(OPEN, 'https://two.example'), at(OPEN, 'https://two.example'))).toBeNull()
  expect(tunnelNotification(at(OPEN, 'https://two.example'), at(OPEN, 'https://three.example'))).not.toBeNull()
})
