import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import { parseTemplate } from '../../../shared/signature/content-template.ts'
import type { Provider } from '../../../shared/signature/provider.ts'
import type { JwtScheme, Scheme, SecretDecoding, SignedScheme } from '../../../shared/signature/scheme.ts'
import { canSign, type Signed, signRequest } from '../../../shared/signature/sign-request.ts'
import type { SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { writeTimestamp } from '../../../shared/signature/timestamp.ts'
import type { ValueSource } from '../../../shared/signature/value-source.ts'
import { nodeCrypto } from './node-crypto.ts'

const NOW = 1_767_225_600_000
const RUNS = { numRuns: 12 }

const ed25519 = pemPair(generateKeyPairSync('ed25519'))
const rsa = pemPair(generateKeyPairSync('rsa', { modulusLength: 2048 }))
const p256 = pemPair(generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const p521 = pemPair(generateKeyPairSync('ec', { namedCurve: 'P-521' }))

interface KeyPair {
  /** For signing. */
  readonly own: SignatureKey
  /** For checking; the same where the secret is shared. */
  readonly theirs: SignatureKey
}

interface Case {
  readonly name: string
  readonly provider: Provider
  readonly scheme: Scheme
  readonly keys: KeyPair
}

const cases: Case[] = providers.flatMap((provider) =>
  provider.schemes
    .filter((scheme) => canSign(scheme) && !isInBody(scheme))
    .map((scheme, index) => ({
      name: `${provider.id} ${scheme.name ?? scheme.kind} ${index}`,
      provider,
      scheme,
      keys: keysFor(scheme),
    })),
)

test('nearly every provider can be signed for', () => {
  const signable = new Set(cases.map(({ provider }) => provider.id))
  expect(signable.size).toBeGreaterThan(195)
})

test.each(cases)('$name: what is signed is valid, and one changed byte of the body is not', ({ scheme, keys }) => {
  fc.assert(
    fc.property(bodyFor(scheme), fc.nat(), fc.integer({ min: 1, max: 255 }), (body, at, flip) => {
      const signed = signAndSend(scheme, keys, body)
      expect(verdict(scheme, keys, signed)).toBe('valid')
      if (!coversBody(scheme) || signed.body.length === 0) return
      const changed = Uint8Array.from(signed.body)
      const index = at % changed.length
      changed[index] = (changed[index] as number) ^ flip
      if (sameForm(scheme, signed.body, changed)) return
      expect(verdict(scheme, keys, { ...signed, body: changed })).toBe('invalid')
    }),
    RUNS,
  )
})

test.each(cases)('$name: a changed signature or another key is not valid', ({ scheme, keys }) => {
  const signed = signAndSend(scheme, keys, sampleBody(scheme))
  const signatureHeader = signed.signatureHeader
  for (const [name, value] of signed.headers) {
    if (name.toLowerCase() !== signatureHeader.toLowerCase()) continue
    for (const changed of [flipLast(value), '', value.slice(0, -4)]) {
      const headers = signed.headers.map((pair) => (pair[0] === name ? ([name, changed] as const) : pair))
      expect(verdict(scheme, keys, { ...signed, headers }), JSON.stringify(changed)).not.toBe('valid')
    }
  }
  expect(verdict(scheme, { ...keys, theirs: otherKey(scheme, keys) }, signed)).not.toBe('valid')
})

const limited = cases.filter(({ scheme }) => maxAge(scheme) !== null)

test.each(limited)('$name: is too old after its time', ({ scheme, keys }) => {
  const signed = signAndSend(scheme, keys, sampleBody(scheme))
  const now = NOW + ((maxAge(scheme) ?? 0) + 1) * 1000
  const check = checkSignature(signed, { scheme }, [keys.theirs], { now, providerIs: 'set' }, nodeCrypto)
  expect(check).toMatchObject({ verdict: 'invalid', problem: { kind: 'timestamp-too-old' } })
})

function maxAge(scheme: Scheme): number | null {
  if (scheme.kind === 'jwt') return scheme.maxAgeSeconds
  return 'timestamp' in scheme ? (scheme.timestamp?.maxAgeSeconds ?? null) : null
}

test.each(cases)('$name: never throws at any request', ({ scheme, keys }) => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', 't=1,v1=a', 'v1,a', 'a.b.c', '..', '=', ',,,', 'e30.e30.e30', 'sig=:AA==:'),
      fc.boolean(),
      (body, junk, shaped, withUrl) => {
        const value = shaped === '' ? junk : shaped
        const headers = headerNames(scheme).map((name) => [name, value] as const)
        const request = { ...sample(body, headers), publicUrl: withUrl ? junk : null }
        const check = checkSignature(request, { scheme }, [keys.theirs], context(), nodeCrypto)
        expect(['valid', 'invalid', 'not-checkable']).toContain(check.verdict)
      },
    ),
    { numRuns: 40 },
  )
})

interface Sent extends SignatureRequest {
  readonly signatureHeader: string
}

function signAndSend(scheme: Scheme, { own }: KeyPair, body: Uint8Array): Sent {
  const request = sample(body, headersFor(scheme))
  const signed = signRequest(request, { scheme }, own, { timestamp: NOW, id: 'msg_1' }, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  return { ...applied(request, signed), signatureHeader: signed.headers.at(-1)?.[0] ?? '' }
}

function applied(request: SignatureRequest, signed: Extract<Signed, { kind: 'signed' }>): SignatureRequest {
  const set = new Set(signed.headers.map(([name]) => name.toLowerCase()))
  return {
    ...request,
    headers: [...request.headers.filter(([name]) => !set.has(name.toLowerCase())), ...signed.headers],
    body: signed.body ?? request.body,
    publicUrl: signed.url ?? request.publicUrl,
  }
}

function verdict(scheme: Scheme, { theirs }: KeyPair, request: SignatureRequest): string {
  return checkSignature(request, { scheme }, [theirs], context(), nodeCrypto).verdict
}

function context() {
  return { now: NOW + 1000, providerIs: 'set' } as const
}

function sample(body: Uint8Array, headers: HeaderPairs): SignatureRequest {
  return {
    method: 'POST',
    target: '/hook?data.id=7&b=2',
    headers,
    body,
    publicUrl: 'https://hooks.example.test/hook?data.id=7&b=2',
  }
}

/** Headers that a template names have to be there; forms have to say that they are. */
function headersFor(scheme: Scheme): HeaderPairs {
  const headers: [string, string][] = [
    ['Content-Type', isForm(scheme) ? 'application/x-www-form-urlencoded' : 'application/json'],
  ]
  for (const name of templateNames(scheme, 'header')) headers.push([name, 'given'])
  if (scheme.kind === 'custom' && scheme.custom === 'plivo-v3') headers.push(['X-Plivo-Signature-V3-Nonce', '12'])
  return headers
}

function templateNames(scheme: Scheme, from: string): string[] {
  const parsed = 'content' in scheme ? parseTemplate(scheme.content) : null
  if (parsed?.kind !== 'template') return []
  return parsed.pieces.flatMap((piece) => (piece.kind === 'named' && piece.from === from ? [piece.name] : []))
}

function headerNames(scheme: Scheme): string[] {
  const places: ValueSource[] = []
  if ('signature' in scheme) places.push(...scheme.signature.from)
  if ('from' in scheme) places.push(...scheme.from)
  if ('timestamp' in scheme && scheme.timestamp !== undefined) places.push(...scheme.timestamp.from)
  const names = places.flatMap((place) => (place.in === 'header' ? [place.name] : []))
  return [...names, 'Authorization', 'Content-Type', ...CUSTOM_HEADERS]
}

const CUSTOM_HEADERS = [
  'X-Twilio-Signature',
  'x-signature',
  'x-contentful-signature',
  'x-contentful-timestamp',
  'x-contentful-signed-headers',
  'gcms-signature',
  'X-Hook0-Signature',
  'X-Plivo-Signature-V3',
  'X-Plivo-Signature-V3-Nonce',
  'Saleor-Signature',
  'Tl-Signature',
  'Signature',
  'Signature-Input',
  'PAYPAL-TRANSMISSION-SIG',
  'PAYPAL-CERT-URL',
]

/** Signed inside the body: the custom schemes' own tests have bodies for those. */
function isInBody(scheme: Scheme): boolean {
  if (scheme.kind === 'custom') return ['adyen-items', 'braintree', 'dropbox-sign'].includes(scheme.custom)
  if ('signature' in scheme) return scheme.signature.from.every((place) => place.in !== 'header')
  return 'from' in scheme && scheme.from.every((place) => place.in !== 'header')
}

function isForm(scheme: Scheme): boolean {
  return (
    templateNames(scheme, 'form').length > 0 ||
    ('content' in scheme && scheme.content.includes('{form:sorted}')) ||
    (scheme.kind === 'custom' && scheme.custom === 'plivo-v3')
  )
}

function coversBody(scheme: Scheme): boolean {
  if (scheme.kind === 'custom') return scheme.custom !== 'mercado-pago'
  if (scheme.kind === 'jwt') return hashesBody(scheme)
  if (scheme.kind === 'token' || scheme.kind === 'basic') return false
  return scheme.content.includes('{body') || scheme.content.includes('{form')
}

function hashesBody(scheme: JwtScheme): boolean {
  return scheme.claims.some(({ must }) => must.be === 'hash' && must.of === 'body')
}

/** A body that may be anything, save for what the scheme itself has to find in it. */
function bodyFor(scheme: Scheme): fc.Arbitrary<Uint8Array> {
  if (isForm(scheme)) return fc.stringMatching(/^[a-z]{1,8}$/).map((text) => Buffer.from(`payload=${text}&b=1`))
  const place = timestampInBody(scheme)
  if (place === null) return fc.uint8Array({ minLength: 1, maxLength: 300 }).map(escapable(scheme))
  return fc.string().map((text) => Buffer.from(JSON.stringify({ ...place, text })))
}

/** `body:escaped` reads the body as text, so that two bodies that are no text look the same to it. */
function escapable(scheme: Scheme): (body: Uint8Array) => Uint8Array {
  const escaped = 'content' in scheme && scheme.content.includes('{body:escaped}')
  return (body) => (escaped ? body.map((byte) => byte & 0x7f) : body)
}

function timestampInBody(scheme: Scheme): Record<string, unknown> | null {
  const rule = 'timestamp' in scheme ? (scheme as SignedScheme).timestamp : undefined
  const place = rule?.from[0]
  if (rule === undefined || place?.in !== 'json') return null
  const text = writeTimestamp(NOW, rule.unit)
  const value: unknown = rule.unit === 'ms' ? Number(text) : text
  return place.pointer
    .split('/')
    .slice(1)
    .reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>
}

function sampleBody(scheme: Scheme): Uint8Array {
  return fc.sample(bodyFor(scheme), { numRuns: 1, seed: 7 })[0] as Uint8Array
}

/** A byte of a form may change without a change of what it says: `&` twice, or another spelling of a letter. */
function sameForm(scheme: Scheme, before: Uint8Array, after: Uint8Array): boolean {
  if (scheme.kind === 'custom' && scheme.custom === 'twilio') return false
  const escaped = 'content' in scheme && scheme.content.includes('{body:escaped}')
  if (escaped) return nodeCrypto.text(before) === nodeCrypto.text(after) || after.some((byte) => byte > 0x7f)
  if (!isForm(scheme)) return false
  const named = templateNames(scheme, 'form')[0]
  const text = (body: Uint8Array) => {
    const fields = new URLSearchParams(Buffer.from(body).toString('latin1').replace(/\n$/, ''))
    return named === undefined ? JSON.stringify([...fields].sort()) : (fields.get(named) ?? '')
  }
  const joined = (body: Uint8Array) => text(body).replace(/[^a-z0-9]/gi, '')
  return text(before) === text(after) || joined(before) === joined(after)
}

function keysFor(scheme: Scheme): KeyPair {
  const pair = pairFor(scheme)
  if (pair !== null) {
    return { own: { name: 'private', value: pair.privateKey }, theirs: { name: 'public', value: pair.publicKey } }
  }
  const value = scheme.kind === 'basic' ? 'user:pass:word' : secretText('secret' in scheme ? scheme.secret : undefined)
  const key = { name: 'secret', value, id: 'key-1', audience: 'me' }
  return { own: key, theirs: key }
}

function pairFor(scheme: Scheme) {
  switch (scheme.kind) {
    case 'ed25519':
      return ed25519
    case 'rsa':
      return rsa
    case 'ecdsa':
      return p256
    case 'jwt':
      return scheme.algorithms[0]?.startsWith('HS') ? null : scheme.algorithms[0] === 'ES256' ? p256 : rsa
    case 'custom':
      if (scheme.custom === 'truelayer') return p521
      if (scheme.custom === 'saleor-jws') return rsa
      return scheme.custom === 'http-message-signature' ? ed25519 : null
    default:
      return null
  }
}

function secretText(decoding: SecretDecoding | undefined): string {
  const prefix = decoding?.prefixes?.[0]?.replace('*', 'test') ?? ''
  const bytes = Buffer.from('a secret that only tests know...')
  if (decoding?.decode === 'hex') return prefix + bytes.toString('hex')
  return prefix + (decoding?.decode === 'base64' ? bytes.toString('base64') : 'a-secret-that-only-tests-know')
}

function otherKey(scheme: Scheme, { theirs }: KeyPair): SignatureKey {
  if (pairFor(scheme) === null) {
    const decode = 'secret' in scheme ? scheme.secret?.decode : undefined
    const other = decode === 'hex' ? 'ff' : decode === 'base64' ? 'BBBB' : 'x'
    return { ...theirs, value: `${theirs.value.replace(/=+$/, '')}${other}` }
  }
  const pair = pemPair(generateKeyPairSync('ed25519'))
  return { ...theirs, value: pair.publicKey }
}

function flipLast(value: string): string {
  const at = Math.max(0, value.replace(/[=:"]+$/, '').length - 3)
  return value.slice(0, at) + (value[at] === 'a' ? 'b' : 'a') + value.slice(at + 1)
}

function pemPair(pair: ReturnType<typeof generateKeyPairSync>) {
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
