import { expect, test } from 'vitest'
import { DEFAULT_TUNNEL_SETTINGS, type TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { leadsToOwnPort } from './leads-to-own-port.ts'
import { tunnelKinds } from './tunnel-kinds.ts'

const OFF: TunnelState = { kind: 'off' }

function leads(settings: Partial<TunnelSettings>, state: TunnelState = OFF, doors: string[] = []): boolean {
  return leadsToOwnPort(tunnelKinds, { ...DEFAULT_TUNNEL_SETTINGS, ...settings }, state, (via) => doors.includes(via))
}

function open(via: 'localtunnel' | 'own-url'): TunnelState {
  return { kind: 'open', via, url: 'https://h.example', since: 0, latencyMs: null, checkedAt: null, facts: [] }
}

test('tunnels that dial a port of their own leave the receiver’s to this machine', () => {
  expect(leads({ kind: 'localtunnel' })).toBe(false)
  expect(leads({ kind: 'localtunnel' }, open('localtunnel'), ['localtunnel'])).toBe(false)
  expect(leads({ kind: 'localtunnel' }, { kind: 'opening', via: 'localtunnel', since: 0 })).toBe(false)
})

test('a proxy that was told the receiver’s port leads strangers there, open or not', () => {
  const own = { ...DEFAULT_TUNNEL_SETTINGS['own-url'], url: 'https://h.example' }
  expect(leads({ kind: 'own-url', 'own-url': { ...own, port: null } })).toBe(true)
  expect(leads({ kind: 'own-url', 'own-url': { ...own, port: 4700 } })).toBe(false)
  // Chosen anew since it was opened.
  expect(leads({ kind: 'localtunnel', 'own-url': { ...own, port: null } }, open('own-url'))).toBe(true)
  expect(leads({ kind: 'localtunnel', 'own-url': { ...own, port: 4700 } }, open('own-url'))).toBe(true)
  expect(leads({ kind: 'localtunnel', 'own-url': { ...own, port: 4700 } }, open('own-url'), ['own-url'])).toBe(false)
})
