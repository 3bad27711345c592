import { expect, test } from 'vitest'
import type { HeaderPairs } from '../http/header-pairs.ts'
import { providers } from './catalogue/catalogue.ts'
import { detectProvider } from './detect-provider.ts'

function detected(headers: HeaderPairs) {
  const found = detectProvider(headers)
  return found === null ? null : { id: found.provider.id, certainty: found.certainty }
}

test('knows a provider by a header that only it sends, whatever its case', () => {
  expect(detected([['STRIPE-Signature', 't=1,v1=a']])).toEqual({ id: 'stripe', certainty: 'certain' })
})

test('knows a provider by its User-Agent', () => {
  expect(detected([['user-agent', 'GitHub-Hookshot/044aadd']])).toEqual({ id: 'github', certainty: 'certain' })
})

test('prefers Gitea to GitHub, whose headers it sends as well', () => {
  const headers: HeaderPairs = [
    ['X-GitHub-Delivery', '1'],
    ['X-GitHub-Event', 'push'],
    ['X-Gitea-Delivery', '1'],
    ['X-Gitea-Event', 'push'],
    ['X-Gitea-Signature', 'ab'],
    ['X-Hub-Signature-256', 'sha256=ab'],
  ]
  expect(detected(headers)?.id).toBe('gitea')
})

test('takes a family for itself where nothing speaks for one of it', () => {
  const found = detectProvider([
    ['webhook-id', 'msg_1'],
    ['webhook-timestamp', '1'],
    ['webhook-signature', 'v1,a'],
  ])
  expect(found?.provider.id).toBe('standard-webhooks')
  expect(found?.certainty).toBe('likely')
  expect(found?.alternatives.map(({ id }) => id)).toContain('openai')
})

test('tells the formats of one header apart', () => {
  expect(detected([['Webhook-Signature', 'time=1,sig1=ab']])?.id).toBe('cloudflare-stream')
})

test('says nothing of an ordinary request', () => {
  expect(
    detected([
      ['Host', 'x'],
      ['User-Agent', 'curl/8.5.0'],
      ['Authorization', 'Bearer abc'],
      ['Content-Type', 'application/json'],
    ]),
  ).toBeNull()
})

test('looks into the body only where headers leave it open', () => {
  const body = { valuesAt: () => ['there'] }
  const asked: string[] = []
  const watched = {
    valuesAt: (source: { in: string }) => {
      asked.push(source.in)
      return []
    },
  }
  expect(detectProvider([['Stripe-Signature', 't=1']], watched)?.provider.id).toBe('stripe')
  expect(asked).toEqual([])
  expect(detectProvider([], body)).not.toBeNull()
})

test('every provider with a header or User-Agent of its own is found by what it sends', () => {
  for (const { id, detect } of providers) {
    if (detect.headers.length === 0 && detect.userAgent === undefined) continue
    const headers: [string, string][] = detect.headers.map((name) => [name, startOf(name, detect.values ?? [])])
    if (detect.userAgent !== undefined) headers.push(['User-Agent', detect.userAgent])
    const found = detectProvider(headers)
    const candidates = [found?.provider.id, ...(found?.alternatives.map((provider) => provider.id) ?? [])]
    expect(candidates, id).toContain(id)
  }
})

function startOf(name: string, values: ReadonlyArray<{ header: string; startsWith: string }>): string {
  return values.find(({ header }) => header === name)?.startsWith ?? 'x'
}
