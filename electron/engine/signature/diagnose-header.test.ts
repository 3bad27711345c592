import { createHash, createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { HeaderPair } from '../../../shared/http/header-pairs.ts'
import {
  asProvider,
  BASE64_SECRET,
  both,
  causesOf,
  type Damage,
  inUnit,
  later,
  NOW,
  type Sent,
  sent,
  withBody,
  withHeader,
  withSecret,
} from './testing/damaged-request.ts'
import { ALL, OVER_BODY, testDamages } from './testing/test-damages.ts'

/** What signing adds comes last, the signature at the end of it. */
const lastHeader =
  (value: string): Damage =>
  ({ request: { headers, ...request } }) => ({
    request: { ...request, headers: headers.map(([name, kept], at) => [name, isSignature(name, at) ? value : kept]) },
  })
const isSignature = (name: string, at: number) => at > 2 && /sign|hmac/i.test(name)
/** As a sender writes it that has another hash. */
const hashed = (hash: string, { keys, request }: Sent) =>
  `${hash}=${createHmac(hash, keys[0]?.value ?? '')
    .update(request.body)
    .digest('hex')}`
const renamed =
  (from: string, to: string): Damage =>
  ({ request }) => ({
    request: {
      ...request,
      headers: request.headers.map(([name, value]): HeaderPair => [name === from ? to : name, value]),
    },
  })

testDamages({
  'another hash': {
    signers: ['github', 'shopify', 'dropbox', 'stripe', 'slack', 'square'],
    options: { as: (scheme) => ({ ...scheme, hash: 'sha512' }) },
    damage: () => ({}),
    codes: ['signature-hash-differs'],
  },
  'another encoding': {
    signers: ['github', 'shopify', 'dropbox', 'stripe', 'slack', 'square'],
    options: { as: (scheme) => ({ ...scheme, signature: { ...scheme.signature, encoding: 'base64url' } }) },
    damage: () => ({}),
    codes: ['signature-encoding-differs'],
  },
  'signature header missing': {
    signers: ALL,
    damage: ({ request }) => ({ request: { ...request, headers: request.headers.slice(0, 3) } }),
    codes: ['signature-missing'],
  },
  'signature header empty': {
    signers: [...OVER_BODY, 'stripe', 'square'],
    damage: lastHeader(''),
    codes: ['signature-empty'],
  },
  'signature header that is no signature': {
    signers: ['github', 'stripe', 'slack'],
    damage: lastHeader('nonsense'),
    codes: ['signature-malformed'],
  },
  'a comma after the signature': {
    signers: ['github', 'shopify', 'dropbox'],
    damage: ({ request }) => ({
      request: { ...request, headers: request.headers.map(([n, v], at) => [n, isSignature(n, at) ? `${v},` : v]) },
    }),
    codes: ['signature-malformed'],
  },
  'a signature that came twice in one header': {
    signers: ['github', 'shopify', 'dropbox'],
    damage: ({ request }) => ({
      request: { ...request, headers: request.headers.map(([n, v], at) => [n, isSignature(n, at) ? `${v}, ${v}` : v]) },
    }),
    codes: ['signature-repeated'],
  },
  'undefined for a signature': {
    signers: ['github'],
    damage: lastHeader('sha256=undefined'),
    codes: ['signature-malformed'],
  },
  'null for a signature': {
    signers: ['github'],
    damage: lastHeader('sha256=null'),
    codes: ['signature-malformed'],
  },
  'an object for a signature': {
    signers: ['shopify', 'dropbox'],
    damage: lastHeader('[object Object]'),
    codes: ['signature-malformed'],
  },
  'a placeholder for a signature': {
    signers: ['slack'],
    damage: lastHeader('v0={{signature}}'),
    codes: ['signature-malformed'],
  },
  'the secret for a signature': {
    signers: ['github', 'shopify', 'dropbox', 'slack'],
    damage: (original) => lastHeader(original.keys[0]?.value ?? '')(original),
    codes: ['signature-is-secret'],
  },
  'another hash, named before the signature': {
    signers: ['github'],
    damage: (original) => lastHeader(hashed('sha512', original))(original),
    codes: ['signature-hash-differs'],
  },
  'MD5, named before the signature': {
    signers: ['github'],
    damage: (original) => lastHeader(hashed('md5', original))(original),
    codes: ['signature-hash-differs'],
  },
  'a hash of the body without the secret': {
    signers: ['github'],
    damage: (original) =>
      lastHeader(`sha256=${createHash('sha256').update(original.request.body).digest('hex')}`)(original),
    codes: ['signature-not-hmac'],
  },
  'timestamp too old': {
    signers: ['stripe', 'slack', 'paddle'],
    damage: later(900),
    codes: ['timestamp-too-old'],
  },
  'timestamp in the future': {
    signers: ['svix', 'standard-webhooks', 'clerk'],
    options: { secret: BASE64_SECRET },
    damage: later(-900),
    codes: ['timestamp-in-future'],
  },
  'another provider is set': {
    signers: ['github', 'shopify', 'slack'],
    damage: asProvider('stripe'),
    codes: ['other-provider'],
  },
})

test.each(['stripe', 'slack', 'paddle'])('%s: an age is said against what is accepted', (signer) => {
  const original = sent(signer)
  const [cause] = causesOf({ ...original, ...later(7200)(original) })
  expect(cause).toMatchObject({ code: 'timestamp-too-old', certainty: 'proven' })
  expect(cause?.sentence).toMatch(/2 hours old/)
})

test.each([
  ['github', 'X-Hub-Signature-256', 'X-Signature-256'],
  ['github', 'X-Hub-Signature-256', 'X-Signature'],
  ['stripe', 'Stripe-Signature', 'X-Stripe-Signature'],
  ['stripe', 'Stripe-Signature', 'Signature'],
  ['square', 'x-square-hmacsha256-signature', 'X-Signature'],
  ['shopify', 'X-Shopify-Hmac-Sha256', 'X-Shopify-Hmac'],
  ['shopify', 'X-Shopify-Hmac-Sha256', 'X-Hmac-Sha256'],
  ['trello', 'X-Trello-Webhook', 'X-Trello-Webhook-Signature'],
  ['contentful', 'x-contentful-signature', 'X-Signature'],
])('%s: a header %s that is called %s', (signer, from, to) => {
  const original = sent(signer)
  const damage = (...more: Damage[]) => causesOf({ ...original, ...both(renamed(from, to), ...more)(original) })
  expect(damage().map(({ code, certainty }) => [code, certainty])).toEqual([['signature-header-renamed', 'proven']])
  expect(damage(withBody((body) => `${body}\n`)).map(({ code }) => code)).toEqual([
    'signature-header-renamed',
    'body-newline-added',
  ])
  const wrong = damage(withSecret(() => 'another_secret_9876543210'))
  expect(wrong.map(({ code, certainty }) => [code, certainty])).toEqual([
    [expect.stringMatching(/^(signature-missing|other-provider-header)$/), 'seen'],
    ['signature-header-renamed', 'seen'],
  ])
  expect(wrong[1]?.sentence).toContain('does not fit either')
})

test('github: only the header of its older version came, with SHA-1, and another provider is not blamed', () => {
  const original = sent('github', { secret: 'the_secret_of_this_endpoint' })
  const sha1 = createHmac('sha1', 'the_secret_of_this_endpoint').update(original.request.body).digest('hex')
  const damaged = {
    ...original,
    ...both(
      renamed('X-Hub-Signature-256', 'X-Hub-Signature'),
      withHeader('X-Hub-Signature', () => `sha1=${sha1}`),
    )(original),
  }
  expect(causesOf(damaged).map(({ code, certainty }) => [code, certainty])).toEqual([
    ['signature-header-renamed', 'proven'],
    ['signature-hash-differs', 'proven'],
  ])
})

test.each([
  ['stripe', 'Stripe-Signature', 'signed in milliseconds', (t: string) => t.replace(/t=(\d+)000/, 't=$1')],
  ['slack', 'X-Slack-Request-Timestamp', 'signed in milliseconds', (t: string) => t.slice(0, 10)],
])('%s: a time in %s that was %s', (signer, name, said, shorten) => {
  const original = sent(signer, { as: inUnit('ms') })
  const causes = causesOf({ ...original, ...withHeader(name, shorten)(original) })
  expect(causes).toMatchObject([{ code: 'timestamp-rewritten', certainty: 'proven' }])
  expect(causes[0]?.sentence).toContain(said)
})

test.each([
  ['stripe', 'Stripe-Signature', (t: string) => t.replace(/t=(\d+)/, 't=$1000')],
  ['slack', 'X-Slack-Request-Timestamp', (t: string) => `${t}000`],
])('%s: a time in %s that was signed in seconds and sent in milliseconds', (signer, name, lengthen) => {
  const original = sent(signer)
  const causes = causesOf({ ...original, ...withHeader(name, lengthen)(original) })
  expect(causes[0]).toMatchObject({ code: 'timestamp-rewritten', certainty: 'proven' })
  expect(causes[0]?.sentence).toContain('signed in seconds')
})

test('milliseconds that were cut off after they were signed are found', () => {
  const signed = sent('stripe', { at: NOW + 123, as: inUnit('ms') })
  const cut = withHeader('Stripe-Signature', (value) => value.replace(/t=(\d{10})\d+/, 't=$1'))
  expect(causesOf({ ...signed, ...cut(signed) })).toMatchObject([
    { code: 'timestamp-rewritten', sentence: expect.stringContaining(`is ${NOW + 123}`) },
  ])
})
