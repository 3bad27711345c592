import { expect } from 'vitest'
import type { HeaderPair, HeaderPairs } from '../../../../shared/http/header-pairs.ts'
import { providerById, providers } from '../../../../shared/signature/catalogue/catalogue.ts'
import type { Cause } from '../../../../shared/signature/cause/cause.ts'
import { diagnose } from '../../../../shared/signature/cause/diagnose.ts'
import type { SavedKey } from '../../../../shared/signature/cause/diagnosis-context.ts'
import { checkSignature, type Signer } from '../../../../shared/signature/check-signature.ts'
import type { HmacScheme, Scheme } from '../../../../shared/signature/scheme.ts'
import { signRequest } from '../../../../shared/signature/sign-request.ts'
import type { SignatureKey, SignatureRequest } from '../../../../shared/signature/signature-request.ts'
import { threadClock } from '../../threads/thread-clock.ts'
import { bodyCodecs } from '../body-codecs.ts'
import { nodeCrypto } from '../node-crypto.ts'

export const NOW = Date.UTC(2026, 10, 21, 12)
const URL_GIVEN = 'https://hooks.example.test/in/stripe?b=2&a=1'
const TEXT = 'Grüße an Zoë: 5 < 6 & "7" / 8'
export const BODY = JSON.stringify({
  id: 'evt_1',
  type: 'payment.succeeded',
  data: { amount: 12.5, url: 'https://a.test/x', text: TEXT },
})
export const FORM = 'Body=Hello+World%21&From=%2B15551230001&Zone=%C3%A9~a'
export const BASE64_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'

/** A request that was sent, and what is set up where it arrives. */
export interface Sent {
  readonly request: SignatureRequest
  readonly keys: ReadonlyArray<SignatureKey>
  readonly otherKeys: ReadonlyArray<SavedKey>
  readonly signer: Signer
  readonly now: number
}

/** How a request is made. */
export interface Options {
  readonly secret?: string
  readonly body?: string | Uint8Array
  readonly url?: string
  readonly method?: string
  readonly contentType?: string
  readonly schemeName?: string
  /** When it is signed, in Unix ms. */
  readonly at?: number
  /** Signed by the provider's first scheme with this changed. */
  readonly as?: (scheme: HmacScheme) => Scheme
}

function signerOf(id: string): Signer {
  const provider = providerById(id)
  if (provider === undefined) throw new Error(`No provider ${id}`)
  return { provider }
}

/** A request as the provider would send it. */
export function sent(id: string, options: Options = {}): Sent {
  const key = { name: 'main', value: options.secret ?? 'test_secret_0123456789abcdef' }
  const url = options.url ?? URL_GIVEN
  const plain: SignatureRequest = {
    method: options.method ?? 'POST',
    target: url.replace(/^https?:\/\/[^/]+/, ''),
    headers: [
      ['Host', 'hooks.example.test'],
      ['Content-Type', options.contentType ?? 'application/json'],
      ['User-Agent', 'sender/1.0'],
    ],
    body: typeof options.body === 'object' ? options.body : Buffer.from(options.body ?? BODY),
    publicUrl: url,
  }
  const signer = signerOf(id)
  const signed = signRequest(
    plain,
    senderOf(signer, options),
    key,
    { ...AT_NOW, timestamp: options.at ?? NOW },
    nodeCrypto,
    options.schemeName,
  )
  if (signed.kind !== 'signed') throw new Error(`${id}: ${signed.why}`)
  const request = { ...plain, headers: [...plain.headers, ...signed.headers], body: signed.body ?? plain.body }
  return { request, keys: [key], otherKeys: [], signer, now: NOW }
}

const AT_NOW = { timestamp: NOW, id: 'msg_1' }

function senderOf(signer: Signer, { as }: Options): Signer {
  const scheme = 'provider' in signer ? signer.provider.schemes[0] : signer.scheme
  return as === undefined || scheme?.kind !== 'hmac' ? signer : { scheme: as(scheme) }
}

export function causesOf(
  { request, keys, otherKeys, signer, now }: Sent,
  ms = 1_000,
  examples: ReadonlyArray<Uint8Array> = [],
): ReadonlyArray<Cause> {
  const context = { now, providerIs: 'set' } as const
  const check = checkSignature(request, signer, keys, context, nodeCrypto)
  return diagnose(
    request,
    check,
    keys,
    {
      signer,
      check: context,
      otherKeys,
      examples,
      providers,
      codecs: bodyCodecs,
      budget: { ms, clock: threadClock },
    },
    nodeCrypto,
  )
}

/** What went wrong on its way, or in what is set up. */
export type Damage = (original: Sent) => Partial<Sent>

export const withSecret =
  (change: (secret: string) => string): Damage =>
  ({ keys }) => ({ keys: keys.map((key) => ({ ...key, value: change(key.value) })) })
export const withBody =
  (change: (body: string) => string | Uint8Array): Damage =>
  ({ request }) => {
    const body = change(Buffer.from(request.body).toString('utf8'))
    return { request: { ...request, body: typeof body === 'string' ? Buffer.from(body) : body } }
  }
export const withHeader =
  (name: string, change: (value: string) => string | null): Damage =>
  ({ request }) => {
    const headers = request.headers.flatMap(([key, value]): HeaderPair[] => {
      if (key.toLowerCase() !== name.toLowerCase()) return [[key, value]]
      const changed = change(value)
      return changed === null ? [] : [[key, changed]]
    })
    return { request: { ...request, headers } }
  }
export const withMoreHeaders =
  (...more: HeaderPairs): Damage =>
  ({ request }) => ({ request: { ...request, headers: [...request.headers, ...more] } })
export const withUrl =
  (change: (url: string) => string | null): Damage =>
  ({ request }) => ({ request: { ...request, publicUrl: change(request.publicUrl ?? '') } })
export const later =
  (seconds: number): Damage =>
  () => ({ now: NOW + seconds * 1000 })
export const otherSecret =
  (endpoint: string | null, own: string, other = 'other'): Damage =>
  ({ keys }) => ({
    keys: [{ name: own, value: own }],
    otherKeys: keys.map((key) => ({ ...key, name: other, endpoint })),
  })
export const both =
  (...damages: ReadonlyArray<Damage>): Damage =>
  (original) => {
    let damaged = original
    for (const damage of damages) damaged = { ...damaged, ...damage(damaged) }
    return damaged
  }
export const asProvider =
  (id: string): Damage =>
  () => ({ signer: signerOf(id) })

export const inUnit =
  (unit: 's' | 'ms') =>
  (scheme: HmacScheme): HmacScheme => ({
    ...scheme,
    ...(scheme.timestamp === undefined ? {} : { timestamp: { ...scheme.timestamp, unit } }),
  })

export const pretty = (indent: number | string) => (body: string) => JSON.stringify(JSON.parse(body), null, indent)
export const sortKeys = (body: string) => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, member]) => [name, sorted(member)]),
    )
  }
  return JSON.stringify(sorted(JSON.parse(body)))
}

export const viaJavascript = (body: string) => JSON.stringify(JSON.parse(body))

/** No cause may quote a secret. */
export function expectNoSecrets(
  causes: ReadonlyArray<Cause>,
  { keys, otherKeys }: Pick<Sent, 'keys' | 'otherKeys'>,
): void {
  const said = JSON.stringify(causes)
  for (const { name, value } of [...keys, ...otherKeys]) {
    const secret = value.trim()
    if (name !== value && secret.length >= 8) expect(said).not.toContain(secret)
  }
}
