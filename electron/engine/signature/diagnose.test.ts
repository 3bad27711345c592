import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HeaderPair } from '../../../shared/http/header-pairs.ts'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { diagnose } from '../../../shared/signature/cause/diagnose.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import type { SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { threadClock } from '../threads/thread-clock.ts'
import { bodyCodecs } from './body-codecs.ts'
import { nodeCrypto } from './node-crypto.ts'
import {
  asProvider,
  BASE64_SECRET,
  both,
  causesOf,
  type Damage,
  expectNoSecrets,
  FORM,
  later,
  NOW,
  type Options,
  pretty,
  type Sent,
  sent,
  withBody,
  withHeader,
  withSecret,
  withUrl,
} from './testing/damaged-request.ts'

const WRONG: SignatureKey = { name: 'main', value: 'another_secret_9876543210' }

test('says an age that differs from the limit by seconds as one that does', () => {
  const sentence = (seconds: number) => {
    const original = sent('stripe')
    return causesOf({ ...original, ...later(seconds)(original) })[0]?.sentence
  }
  expect(sentence(301)).toBe(
    'The timestamp was 5 minutes old when the request was judged, just past the 5 minutes that are accepted.',
  )
  expect(sentence(3599.8)).toBe(
    'The timestamp was 60 minutes old when the request was judged, and 5 minutes are accepted.',
  )
})

const UNEXPLAINED: ReadonlyArray<readonly [title: string, provider: string, options: Options, damage: Damage]> = [
  ...['stripe', 'github', 'shopify', 'slack', 'square', 'twilio', 'paddle', 'hubspot', 'dropbox', 'mux', 'trello'].map(
    (provider) => ['a secret that nobody has', provider, {}, withSecret(() => 'another_secret_9876543210')] as const,
  ),
  [
    'a base64 secret that nobody has',
    'svix',
    { secret: BASE64_SECRET },
    withSecret(() => `whsec_${Buffer.from('another secret').toString('base64')}`),
  ],
  ['an amount that was forged', 'stripe', {}, withBody((body) => body.replace('12.5', '99.5'))],
  ['a body cut off', 'github', {}, withBody((body) => body.slice(0, -20))],
  ['a field added', 'shopify', {}, withBody((body) => body.replace('{', '{"extra":1,'))],
  [
    'a form field forged',
    'slack',
    { body: FORM, contentType: 'application/x-www-form-urlencoded' },
    withBody((body) => body.replace('World', 'Moon')),
  ],
  [
    'a body of other bytes',
    'paddle',
    { body: new Uint8Array([1, 2, 3, 255]) },
    withBody(() => new Uint8Array([1, 2, 4, 255])),
  ],
]

test.each(UNEXPLAINED)('says what it is not for %s (%s)', (_title, provider, options, damage) => {
  const original = sent(provider, options)
  const causes = causesOf({ ...original, ...damage(original) })
  expect(causes.map(({ code }) => code)).toEqual(['nothing-fits'])
  expect(causes[0]?.certainty).toBe('seen')
  expect(causes[0]?.evidence.join('\n')).toMatch(/^Ruled out: /)
  expect(causes[0]?.sentence).not.toMatch(/body/i)
})

test.each([
  ['twilio', { body: FORM, contentType: 'application/x-www-form-urlencoded' }, /^Compare the public URL/],
  ['square', {}, /^Compare the public URL/],
  ['stripe', {}, /^Copy the secret/],
])('says where to look first if nothing fits (%s)', (provider, options: Options, next) => {
  const original = sent(provider, options)
  const [cause] = causesOf({
    ...original,
    ...withUrl(() => 'https://elsewhere.example.test/q')(original),
    keys: [WRONG],
  })
  expect(cause).toMatchObject({ code: 'nothing-fits', nextStep: expect.stringMatching(next) })
})

test('of several providers that sign alike it names the one that the request names', () => {
  const original = asProvider('stripe')(sent('github')) as Partial<Sent>
  const github = { ...sent('github'), ...original }
  const [cause] = causesOf({
    ...github,
    request: { ...github.request, headers: [...github.request.headers, ['X-GitHub-Event', 'ping']] },
  })
  expect(cause).toMatchObject({ code: 'other-provider', sentence: expect.stringContaining('signed as GitHub signs') })
})

test('says of an empty body that it may have been lost, and what of that is sure', () => {
  const original = sent('stripe')
  const causes = causesOf({ ...original, ...withBody(() => '')(original) })
  expect(causes).toMatchObject([
    {
      code: 'body-empty',
      certainty: 'seen',
      sentence: expect.stringMatching(/either a body was lost .* or the secret/),
    },
  ])
  expect(causes[0]?.evidence[0]).toBe(
    'Sure is: none of the saved secrets (“main”) gives this signature for an empty body.',
  )
  expect(causes[0]?.nextStep).toMatch(/^See at the provider whether it sent a body/)
})

test('says of a stale timestamp beside a wrong secret that it would be refused too', () => {
  const original = sent('stripe')
  const causes = causesOf(
    both(
      withSecret(() => 'another_secret_9876543210'),
      later(900),
    )(original) as Sent,
  )
  expect(causes.map(({ code, certainty }) => [code, certainty])).toEqual([
    ['nothing-fits', 'seen'],
    ['timestamp-too-old', 'seen'],
  ])
})

test('names both of two mistakes, and a stale timestamp beside them', () => {
  const original = sent('stripe')
  const damage = both(
    withSecret((secret) => `${secret}\n`),
    withBody((body) => `${body}\n`),
    later(900),
  )
  const causes = causesOf(damage(original) as Sent)
  expect(causes.map(({ code }) => code)).toEqual(['secret-has-whitespace', 'body-newline-added', 'timestamp-too-old'])
})

test('shows where the body that was signed and the one that arrived part', () => {
  const original = sent('github')
  const [cause] = causesOf({ ...original, ...withBody((body) => `${body}\n`)(original) })
  expect(cause?.evidence).toEqual([
    expect.stringMatching(/^Received \d+ bytes; the signature belongs to \d+ bytes\.$/),
    expect.stringContaining('\\n”, signed '),
  ])
})

test('blots out a secret that a sender put into the body', () => {
  const secret = 'test_secret_0123456789abcdef'
  const original = sent('github', { body: `{"token":"${secret}","a":"é"}` })
  const causes = causesOf({ ...original, ...withBody((body) => `${body} `)(original) })
  expect(causes[0]?.code).toBe('body-whitespace')
  expect(JSON.stringify(causes)).not.toContain(secret.slice(0, 8))
})

const ASYMMETRIC = [
  ['discord', () => generateKeyPairSync('ed25519')],
  ['sendgrid', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
] as const

test.each(ASYMMETRIC)('finds the cause with the public key alone (%s)', (id, newPair) => {
  const pair = newPair()
  const other = newPair().publicKey
  const secret = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const original = { ...sent(id, { secret }), keys: [{ name: 'public', value: publicKey }] }
  const first = (damage: Damage) => causesOf({ ...original, ...damage(original) })[0]?.code
  expect(causesOf(original)).toEqual([])
  expect(first(withBody((body) => `${body}\n`))).toBe('body-newline-added')
  expect(first(withBody(pretty(2)))).toBe('body-json-spacing')
  if (id === 'discord') {
    expect(first(withHeader('X-Signature-Ed25519', (value) => value.slice(0, 100)))).toBe('signature-cut-off')
  }
  expect(first(withSecret((key) => `"${key.replaceAll('\n', '\\n')}"`))).toBe('secret-has-quotes')
  expect(
    first(() => ({ keys: [{ name: 'wrong', value: other.export({ type: 'spki', format: 'pem' }).toString() }] })),
  ).toBe('nothing-fits')
})

test('does not parse what is large, and says so', () => {
  const large = JSON.stringify({ text: 'x'.repeat(2 * 1024 * 1024) })
  const original = sent('github', { body: large })
  const [cause] = causesOf({ ...original, ...withSecret(() => 'another_secret_9876543210')(original) })
  expect(cause?.code).toBe('nothing-fits')
  expect(cause?.evidence.join('\n')).toMatch(/Not tried since the body is large: .*JSON written again/)
  expect(causesOf({ ...original, ...withBody((body) => `${body}\n`)(original) })[0]?.code).toBe('body-newline-added')
})

test('gives no guess the time that a huge body would take', () => {
  const original = sent('github', { body: Buffer.alloc(16 * 1024 * 1024, 'x') })
  const [cause] = causesOf({ ...original, ...withSecret(() => 'another_secret_9876543210')(original) }, 40)
  expect(cause?.evidence.join('\n')).toMatch(/Not tried for lack of time: /)
})

const many = (count: number, piece: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => piece(index))

/** Shapes that cost much to take apart, to write in another order or to spell in another way. */
test.each([
  ['objects of names that no other has', `[${many(4000, (n) => `{"a${n}":1,"b${n}":2}`).join()}]`],
  ['an object of many names', `{${many(8000, (n) => `"k${n}":${n}`).join()}}`],
  ['objects inside objects', `${many(150, () => '{"a":1,"b":').join('')}1${'}'.repeat(150)}`],
  ['many numbers', `[${many(4900, (n) => `${n}e${n % 900}`).join()}]`],
  ['numbers that were rounded', `[${many(3000, () => '9007199254740992').join()}]`],
  ['a number of many digits', `{"a":${'9'.repeat(60_000)}}`],
  ['a text of escapes', `{"a":"${'\\\\\\/\\"'.repeat(10_000)}"}`],
  ['characters that were lost', '\ufffd'.repeat(20_000)],
  ['a form of many fields', many(3000, (n) => `k${n}=v`).join('&')],
])('ends in time for %s', (_title, body) => {
  const original = sent('stripe', { body })
  const examples = many(8, () => body).map((text) => Buffer.from(text.slice(0, 64 * 1024)))
  const started = threadClock()
  const causes = causesOf({ ...original, keys: [WRONG] }, 40, examples)
  // Ten times what is allowed: a machine that is busy may be slow, and what is quadratic takes seconds.
  expect(threadClock() - started).toBeLessThan(400)
  expect(causes[0]?.code).toBe('nothing-fits')
})

const hostileValue = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => Buffer.from(text).toString('latin1')),
  fc.stringMatching(/^(t=|v1=|v1,|sha256=|Bearer |Basic )?[0-9a-fA-F+/=,. ]{0,80}$/),
)
const hostileBody = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text)),
  fc.webQueryParameters().map((text) => Buffer.from(text)),
  fc.integer({ min: 0, max: 3000 }).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
)
const headersOfProviders = [...new Set(providers.flatMap(({ detect }) => detect.headers))]
const secretText = fc.string({ unit: 'binary', minLength: 8, maxLength: 60 })

test('never throws, and stops when its time is up, whatever comes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...providers),
      fc.array(
        fc.tuple(
          fc.constantFrom('host', 'content-type', 'content-encoding', 'x-timestamp', ...headersOfProviders),
          hostileValue,
        ),
        { maxLength: 6 },
      ),
      hostileValue,
      hostileBody,
      fc.array(secretText, { maxLength: 3 }),
      fc.array(secretText, { maxLength: 2 }),
      fc.option(fc.oneof(fc.webUrl(), hostileValue)),
      fc.integer({ min: 0, max: 60 }),
      (provider, headers, signature, body, secrets, others, publicUrl, ms) => {
        const own = provider.detect.headers.map((name): HeaderPair => [name, signature])
        const request: SignatureRequest = {
          method: 'POST',
          target: '/x?a=1',
          headers: [...headers, ...own],
          body,
          publicUrl,
        }
        const keys = secrets.map((value, index) => ({ name: `key ${index}`, value }))
        const otherKeys = others.map((value, index) => ({ name: `other ${index}`, value, endpoint: 'Other' }))
        const signer = { provider }
        const context = { now: NOW, providerIs: 'set' } as const
        const check = checkSignature(request, signer, keys, context, nodeCrypto)
        let asked = 0
        const causes = diagnose(
          request,
          check,
          keys,
          // Every look at the clock finds it one millisecond further on.
          { signer, check: context, otherKeys, providers, codecs: bodyCodecs, budget: { ms, clock: () => asked++ } },
          nodeCrypto,
        )
        expect(asked).toBeLessThanOrEqual(ms + 2)
        if (check.verdict !== 'valid') expect(causes.length).toBeGreaterThan(0)
        expectNoSecrets(causes, { keys, otherKeys })
      },
    ),
    { numRuns: 400 },
  )
})
