import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { breakSignature } from '../../../shared/signature/break-signature.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature, type Signer } from '../../../shared/signature/check-signature.ts'
import { formScheme } from '../../../shared/signature/scheme.ts'
import { signRequest } from '../../../shared/signature/sign-request.ts'
import { signatureHeaders } from '../../../shared/signature/signature-headers.ts'
import type { CheckContext, SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { nodeCrypto } from './node-crypto.ts'

const NOW = 1_767_225_600_000
const SECONDS = NOW / 1000

function provider(id: string): Signer {
  const found = providerById(id)
  if (found === undefined) throw new Error(`No provider ${id}`)
  return { provider: found }
}

function request(body: string | Uint8Array, headers: HeaderPairs = []): SignatureRequest {
  return { method: 'POST', target: '/hook', headers, body: Buffer.from(body), publicUrl: null }
}

function check(
  signer: Signer | null,
  asked: SignatureRequest,
  secrets: ReadonlyArray<string>,
  more: Partial<CheckContext> = {},
) {
  const keys = secrets.map((value, index): SignatureKey => ({ name: `key ${index}`, value }))
  return checkSignature(asked, signer, keys, { now: NOW, providerIs: 'set', ...more }, nodeCrypto)
}

function stripe(body: string, secret: string, time = SECONDS): HeaderPairs {
  return [['Stripe-Signature', `t=${time},v1=${createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')}`]]
}

test('shows the working: content, header, key, both values, the time and from when it is stale', () => {
  const result = check(provider('stripe'), request('{}', stripe('{}', 'b')), ['a', 'b'])
  expect(result).toMatchObject({
    verdict: 'valid',
    judgedAt: NOW,
    working: {
      algorithm: 'HMAC-SHA256',
      signatureFrom: 'header Stripe-Signature',
      keyName: 'key 1',
      matches: true,
      timestamp: { from: 't of header Stripe-Signature', ageSeconds: 0, state: 'fresh', staleAt: NOW + 300_000 },
    },
  })
  if (result.verdict !== 'valid') return
  expect(Buffer.concat(result.working.signedContent.map((part) => Buffer.from(part as string))).toString()).toBe(
    `${SECONDS}.{}`,
  )
  expect(result.working.computed).toBe(result.working.received)
})

test('a signature that fits and is old is called old, not wrong', () => {
  const result = check(provider('stripe'), request('{}', stripe('{}', 'a', SECONDS - 301)), ['a'])
  expect(result).toMatchObject({
    verdict: 'invalid',
    problem: { kind: 'timestamp-too-old' },
    workings: [{ matches: true }],
  })
})

test('gives the working of every key that was tried', () => {
  const result = check(provider('stripe'), request('{}', stripe('{}', 'x')), ['a', 'b'])
  expect(result).toMatchObject({
    verdict: 'invalid',
    problem: { kind: 'signature-mismatch' },
    workings: [{ keyName: 'key 0' }, { keyName: 'key 1' }],
  })
})

test('a missing signature is invalid where the provider is set, and not checkable where it was guessed', () => {
  expect(check(provider('stripe'), request('{}'), ['a'])).toMatchObject({ problem: { kind: 'signature-missing' } })
  expect(check(provider('stripe'), request('{}'), ['a'], { providerIs: 'detected' })).toMatchObject({
    verdict: 'not-checkable',
    reason: { kind: 'no-signature', where: 'header Stripe-Signature' },
  })
})

test.each([
  ['no provider', null, ['a'], 'provider-unknown'],
  ['no key', provider('stripe'), [], 'no-key'],
  ['an empty key', provider('stripe'), [''], 'key-unusable'],
  ['a provider that signs nothing', provider('mailchimp'), ['a'], 'provider-unsigned'],
  ['a provider whose scheme is not known', provider('hostedhooks'), ['a'], 'scheme-unknown'],
] as const)('is not checkable with %s', (_, signer, secrets, kind) => {
  const result = check(signer, request('{}', stripe('{}', 'a')), secrets)
  expect(result).toMatchObject({ verdict: 'not-checkable', reason: { kind } })
})

test('a key that cannot be read is named, and does not stand in the way of one that can', () => {
  const headers: HeaderPairs = [
    ['svix-id', 'm'],
    ['svix-timestamp', String(SECONDS)],
    ['svix-signature', `v1,${createHmac('sha256', 'raw').update(`m.${SECONDS}.{}`).digest('base64')}`],
  ]
  const good = `whsec_${Buffer.from('raw').toString('base64')}`
  expect(check(provider('svix'), request('{}', headers), ['whsec_%%', good]).verdict).toBe('valid')
  // Svix has a second scheme, whose signature is not there at all.
  for (const id of ['resend', 'svix']) {
    expect(check(provider(id), request('{}', headers), ['whsec_%%'])).toMatchObject({
      verdict: 'not-checkable',
      reason: { kind: 'key-unusable', keyName: 'key 0' },
    })
  }
})

test('a body that is not whole cannot be checked', () => {
  const asked = { ...request('{}', stripe('{}', 'a')), bodyIncomplete: true }
  expect(check(provider('stripe'), asked, ['a'])).toMatchObject({ reason: { kind: 'body-incomplete' } })
})

test('signed content that has the secret in it does not show it', () => {
  const headers: HeaderPairs = [['X-Recharge-Hmac-Sha256', 'ab']]
  const result = check(provider('recharge'), request('{}', headers), ['top-secret'])
  if (result.verdict !== 'invalid') throw new Error(result.verdict)
  expect(result.workings[0]?.signedContent[0]).toHaveProperty('secret')
})

function jwt(header: object, claims: object, signature: (text: string) => string): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${text}.${signature(text)}`
}

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const EC_PEM = ec.publicKey.export({ type: 'spki', format: 'pem' }).toString()
const BODY_HASH = nodeCrypto.hash('sha256', ['{}'], 'hex')
const PLAID_CLAIMS = { iat: SECONDS, request_body_sha256: BODY_HASH }

function plaid(token: string) {
  return check(provider('plaid'), request('{}', [['Plaid-Verification', token]]), [EC_PEM])
}

function es256(text: string): string {
  return sign('sha256', Buffer.from(text), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')
}

test('a token counts only with an algorithm that the provider uses', () => {
  const forged = (text: string) => createHmac('sha256', EC_PEM).update(text).digest('base64url')
  expect(plaid(jwt({ alg: 'ES256' }, PLAID_CLAIMS, es256)).verdict).toBe('valid')
  // The public key as the secret of an HMAC: the classic confusion.
  expect(plaid(jwt({ alg: 'HS256' }, PLAID_CLAIMS, forged)).verdict).toBe('invalid')
  expect(plaid(jwt({ alg: 'none' }, PLAID_CLAIMS, () => '')).verdict).toBe('invalid')
  expect(plaid(jwt({ alg: 'none' }, PLAID_CLAIMS, es256)).verdict).toBe('invalid')
  expect(plaid(jwt({ alg: 'ES256' }, PLAID_CLAIMS, () => '')).verdict).toBe('invalid')
})

test('a DER signature is no JWS signature', () => {
  const der = (text: string) => sign('sha256', Buffer.from(text), ec.privateKey).toString('base64url')
  expect(plaid(jwt({ alg: 'ES256' }, PLAID_CLAIMS, der)).verdict).toBe('invalid')
})

test('names the claim that is wrong', () => {
  expect(plaid(jwt({ alg: 'ES256' }, { ...PLAID_CLAIMS, request_body_sha256: 'ab' }, es256))).toMatchObject({
    problem: {
      kind: 'condition-failed',
      condition: { what: 'claim request_body_sha256', expected: BODY_HASH, received: 'ab' },
    },
  })
  expect(plaid(jwt({ alg: 'ES256' }, { ...PLAID_CLAIMS, iat: SECONDS - 301 }, es256))).toMatchObject({
    problem: { kind: 'timestamp-too-old' },
  })
  expect(plaid(jwt({ alg: 'ES256' }, { request_body_sha256: BODY_HASH }, es256))).toMatchObject({
    problem: { kind: 'timestamp-missing' },
  })
})

test('a token with an extension that nobody here understands is refused, as RFC 7515 wants', () => {
  expect(plaid(jwt({ alg: 'ES256', crit: ['b64'], b64: false }, PLAID_CLAIMS, es256))).toMatchObject({
    verdict: 'invalid',
    problem: { kind: 'condition-failed', condition: { what: 'crit of the token', received: '["b64"]' } },
  })
})

test('a public key that was saved as a secret makes nobody able to sign', () => {
  const scheme = formScheme.parse({
    kind: 'jwt',
    from: [{ in: 'header', name: 'Authorization' }],
    word: 'Bearer',
    algorithms: ['ES256', 'HS256'],
    claims: [],
    leewaySeconds: 0,
    maxAgeSeconds: null,
  })
  const judged = (alg: string, signature: (text: string) => string, secret: string) =>
    check({ scheme }, request('{}', [['Authorization', `Bearer ${jwt({ alg }, {}, signature)}`]]), [secret])
  const hs256 = (secret: string) => (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const jwk = JSON.stringify(ec.publicKey.export({ format: 'jwk' }))
  for (const key of [EC_PEM, ` ${EC_PEM}`, jwk, `{"keys": [${jwk}]}`]) {
    expect(judged('HS256', hs256(key), key)).toMatchObject({ reason: { kind: 'key-unusable' } })
  }
  expect(judged('ES256', es256, EC_PEM).verdict).toBe('valid')
  expect(judged('HS256', hs256('a shared secret'), 'a shared secret').verdict).toBe('valid')
})

test('a body that was taken away does not pass for one that never was', () => {
  const url = 'https://hooks.example.test/hook'
  const claims = {
    iss: 'MessageBird',
    url_hash: nodeCrypto.hash('sha256', [url], 'hex'),
    payload_hash: nodeCrypto.hash('sha256', ['{}'], 'hex'),
  }
  const hs256 = (text: string) => createHmac('sha256', 'k').update(text).digest('base64url')
  const judged = (body: string, token: object) => {
    const headers: HeaderPairs = [['MessageBird-Signature-JWT', jwt({ alg: 'HS256' }, token, hs256)]]
    return check(provider('messagebird'), { ...request(body, headers), publicUrl: url }, ['k']).verdict
  }
  expect(judged('{}', claims)).toBe('valid')
  expect(judged('', claims)).toBe('invalid')
  expect(judged('', { iss: claims.iss, url_hash: claims.url_hash })).toBe('valid')
})

test('chooses the key of a set by its id', () => {
  const jwk = { ...ec.publicKey.export({ format: 'jwk' }), kid: 'one' }
  const other = {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
    kid: 'two',
  }
  const set = JSON.stringify({ keys: [other, jwk] })
  const asked = (kid: string) =>
    request('{}', [['Plaid-Verification', jwt({ alg: 'ES256', kid }, PLAID_CLAIMS, es256)]])
  expect(check(provider('plaid'), asked('one'), [set]).verdict).toBe('valid')
  expect(check(provider('plaid'), asked('two'), [set]).verdict).toBe('invalid')
  expect(check(provider('plaid'), asked('three'), [set])).toMatchObject({
    problem: { kind: 'no-key-of-that-id', id: 'three' },
  })
})

test('a scheme that a user wrote checks and signs like one of the catalogue', () => {
  const scheme = formScheme.parse({
    kind: 'hmac',
    hash: 'sha512',
    signature: {
      from: [{ in: 'header', name: 'X-Sig' }],
      layout: { kind: 'plain', prefix: 'v9-' },
      encoding: 'base64url',
    },
    content: '{method} {path}\\n{header:X-Tenant}\\n{timestamp}\\n{body}',
    timestamp: { from: [{ in: 'header', name: 'X-Time' }], unit: 'iso', maxAgeSeconds: 10, maxFutureSeconds: 10 },
    secret: { decode: 'hex' },
  })
  const asked = request('{}', [['X-Tenant', 'acme']])
  const key = { name: 'k', value: '00ff' }
  const signed = signRequest(asked, { scheme }, key, { timestamp: NOW, id: null }, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  const sent = { ...asked, headers: [...asked.headers, ...signed.headers] }
  expect(check({ scheme }, sent, ['00ff']).verdict).toBe('valid')
  const elsewhere = { ...sent, headers: [...signed.headers, ['X-Tenant', 'other'] as const] }
  expect(check({ scheme }, elsewhere, ['00ff']).verdict).toBe('invalid')
  expect(check({ scheme }, sent, ['00ff'], { now: NOW + 11_000 })).toMatchObject({
    problem: { kind: 'timestamp-too-old' },
  })
})

test.each([
  ['flip', 'signature-mismatch'],
  ['wrong-secret', 'signature-mismatch'],
  ['stale', 'timestamp-too-old'],
] as const)('breaks a signature by %s, for one reason', (how, kind) => {
  for (const id of ['stripe', 'slack', 'svix', 'orb']) {
    const key = { name: 'k', value: id === 'svix' ? `whsec_${Buffer.from('0123456789').toString('base64')}` : 'secret' }
    const asked = request('{}', [['svix-id', 'm']])
    const broken = breakSignature(how, asked, provider(id), key, { timestamp: NOW, id: null }, nodeCrypto)
    if (broken.kind !== 'signed') throw new Error(broken.why)
    const sent = { ...asked, headers: [...asked.headers, ...broken.headers] }
    expect(check(provider(id), sent, [key.value]), id).toMatchObject({ verdict: 'invalid', problem: { kind } })
  }
})

test('names the headers that carry a signature', () => {
  expect(signatureHeaders(provider('stripe'))).toEqual(['Stripe-Signature'])
  expect(signatureHeaders(provider('box'))).toEqual(['BOX-SIGNATURE-PRIMARY', 'BOX-SIGNATURE-SECONDARY'])
})

const MEGABYTES = 64 * 1024 * 1024

test('a body of 64 MiB is hashed as it is, and costs no more than a few hashes of it', () => {
  const body = new Uint8Array(MEGABYTES).fill(0xff)
  const many: [string, string][] = Array.from({ length: 2000 }, (_, index) => ['X-Hub-Signature', `sha256=${index}`])
  const started = performance.now()
  createHmac('sha256', 'a').update(body).digest()
  const one = performance.now() - started
  const asked = { ...request('', many), body }
  const before = performance.now()
  expect(check(provider('bitbucket'), asked, ['a']).verdict).toBe('invalid')
  // Eight values of a header are looked at; twice that leaves room for a slow machine.
  expect(performance.now() - before).toBeLessThan(one * 16 + 1000)
})

test.each([
  ['mailgun', '['],
  ['adyen', '['],
  ['aws-sns', '{'],
  ['braintree', '&'],
  ['twilio', '&'],
  ['wix', 'a'],
  ['moralis', 'a'],
])('%s: does not take 64 MiB of %s apart', (id, filling) => {
  const body = new Uint8Array(MEGABYTES).fill(filling.charCodeAt(0))
  const asked = { ...request('', [['Content-Type', 'application/x-www-form-urlencoded']]), body }
  const result = check(provider(id), { ...asked, publicUrl: 'https://hooks.example.test/hook' }, ['a'])
  expect(result).toMatchObject({ verdict: 'not-checkable', reason: { kind: 'body-too-long' } })
})

test('a right signature beside another value of the same header is not accepted: nobody knows which one a handler reads', () => {
  const right = stripe('{}', 'b')
  const wrong = stripe('{}', 'another secret')
  const name: HeaderPairs = right.map(([, value]) => ['stripe-signature', value])
  for (const headers of [
    [...right, ...wrong],
    [...wrong, ...name],
  ]) {
    expect(check(provider('stripe'), request('{}', headers), ['b'])).toMatchObject({
      verdict: 'invalid',
      problem: { kind: 'signatures-contradict', count: 2 },
      workings: [{ matches: true }],
    })
  }
  expect(check(provider('stripe'), request('{}', [...right, ...name]), ['b']).verdict).toBe('valid')
  const mollie = (...secrets: string[]): HeaderPairs =>
    secrets.map((secret) => ['X-Mollie-Signature', `sha256=${createHmac('sha256', secret).update('{}').digest('hex')}`])
  // It sends one for each key while they rotate.
  expect(check(provider('mollie'), request('{}', mollie('a', 'b')), ['b']).verdict).toBe('valid')
  const token = (...values: string[]) =>
    request(
      '{}',
      values.map((value) => ['X-Gitlab-Token', value]),
    )
  expect(check(provider('gitlab'), token('guess', 'b'), ['b']).verdict).toBe('invalid')
  expect(check(provider('gitlab'), token('b'), ['b']).verdict).toBe('valid')
})

test('a right signature beside two timestamps that differ is not accepted either', () => {
  const plain = request('{}', [])
  const signed = signRequest(
    plain,
    provider('slack'),
    { name: 'key', value: 'b' },
    { timestamp: NOW, id: null },
    nodeCrypto,
  )
  if (signed.kind !== 'signed') throw new Error(signed.why)
  const time = signed.headers.find(([name]) => name === 'X-Slack-Request-Timestamp') ?? ['', '']
  const judged = (more: HeaderPairs) => check(provider('slack'), request('{}', [...signed.headers, ...more]), ['b'])
  expect(judged([['x-slack-request-timestamp', '1']])).toMatchObject({
    verdict: 'invalid',
    problem: { kind: 'signatures-contradict', header: 'X-Slack-Request-Timestamp', count: 2 },
  })
  expect(judged([time]).verdict).toBe('valid')
})

test('a token that is signed anew claims no extension', () => {
  const old = jwt({ alg: 'ES256', kid: 'k', crit: ['b64', 'exp'], b64: false, exp: 1 }, PLAID_CLAIMS, es256)
  const asked = request('{}', [['Plaid-Verification', old]])
  const key = { name: 'key', value: ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
  const signed = signRequest(asked, provider('plaid'), key, { timestamp: NOW, id: null }, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  const token = signed.headers[0]?.[1] ?? ''
  expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toEqual({ alg: 'ES256', kid: 'k' })
  expect(plaid(token).verdict).toBe('valid')
})
