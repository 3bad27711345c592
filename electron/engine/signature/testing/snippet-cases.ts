import { generateKeyPairSync } from 'node:crypto'
import type { HeaderPair } from '../../../../shared/http/header-pairs.ts'
import { providers } from '../../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../../shared/signature/check-signature.ts'
import { compileScheme } from '../../../../shared/signature/compile-scheme.ts'
import type { FormScheme } from '../../../../shared/signature/scheme.ts'
import { signRequest } from '../../../../shared/signature/sign-request.ts'
import type { SignatureRequest } from '../../../../shared/signature/signature-request.ts'
import { writeTimestamp } from '../../../../shared/signature/timestamp.ts'
import type { ValueSource } from '../../../../shared/signature/value-source.ts'
import { nodeCrypto } from '../node-crypto.ts'
import type { SnippetRequest } from './snippet-languages.ts'

export const NOW = Date.now()
export const URL_GIVEN = 'https://hooks.example.test/in/here?b=2&a=%2Fx'

export type SnippetScheme = Exclude<FormScheme, { kind: 'jwt' }>

/** A scheme of the catalogue that has a snippet. */
export interface SnippetCase {
  readonly title: string
  readonly scheme: SnippetScheme
  readonly provider: string
}

export const snippetCases: ReadonlyArray<SnippetCase> = providers.flatMap(({ id, name, schemes }) =>
  schemes.flatMap((scheme, index) =>
    scheme.kind === 'custom' || scheme.kind === 'jwt'
      ? []
      : [{ title: `${id} ${scheme.name ?? index}`, scheme, provider: name }],
  ),
)

export interface SignedCase {
  readonly environment: Readonly<Record<string, string>>
  readonly good: SignatureRequest
  readonly bad: SignatureRequest
}

const PAIRS = {
  ed25519: generateKeyPairSync('ed25519'),
  ecdsa: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

/** A request as the provider sends it, and the same with its signature damaged; null where signing needs the body changed. */
export function signedCase(scheme: SnippetScheme): SignedCase | null {
  const sentAt = NOW + aheadMs(scheme)
  const key = keyFor(scheme)
  const plain = plainRequest(scheme, sentAt)
  const signed = signRequest(
    plain,
    { scheme },
    { name: 'key', value: key.signing },
    { timestamp: sentAt, id: 'msg_1' },
    nodeCrypto,
  )
  if (signed.kind !== 'signed') return null
  const good = { ...plain, headers: [...plain.headers, ...signed.headers] }
  const check = checkSignature(
    good,
    { scheme },
    [{ name: 'key', value: key.checking }],
    { now: NOW, providerIs: 'set' },
    nodeCrypto,
  )
  if (check.verdict !== 'valid') throw new Error(`Signed, and ${JSON.stringify(check)}`)
  return { environment: key.environment, good, bad: damaged(good, scheme) }
}

/** Sent as far in the future as the scheme takes, since the snippets of a slow machine run a while after this. */
function aheadMs(scheme: SnippetScheme): number {
  const limit = 'timestamp' in scheme ? (scheme.timestamp?.maxFutureSeconds ?? null) : null
  return Math.min(limit ?? 600, 600) * 800
}

function keyFor(scheme: SnippetScheme) {
  if (scheme.kind === 'ed25519' || scheme.kind === 'ecdsa' || scheme.kind === 'rsa') {
    const { privateKey, publicKey } = PAIRS[scheme.kind]
    const checking = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const signing = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    return { signing, checking, environment: { WEBHOOK_PUBLIC_KEY: checking } }
  }
  const value = secretFor(scheme)
  return { signing: value, checking: value, environment: { WEBHOOK_SECRET: value } }
}

function secretFor(scheme: SnippetScheme): string {
  if (scheme.kind === 'basic') return 'user:pässword'
  if (!('secret' in scheme) || scheme.secret === undefined) return 'a secret of this test'
  const prefix = scheme.secret.prefixes?.[0]?.replace('*', 'abc') ?? ''
  const { decode } = scheme.secret
  return prefix + (decode === 'text' ? 'a secret of this test' : Buffer.from('a secret of this test').toString(decode))
}

/** Has every value that the scheme reads from the body. */
export function plainRequest(scheme: SnippetScheme, sentAt = NOW): SignatureRequest {
  const body: Record<string, unknown> = { text: 'Zoë & <b>', url: 'https://a.test/x' }
  const form = new URLSearchParams([
    ['z', 'é 1'],
    ['a', '2'],
    ['a', '1'],
  ])
  const headers: HeaderPair[] = [['Content-Type', 'application/json']]
  let isForm = false
  const put = (source: ValueSource, value: string) => {
    if (source.in === 'json') putAt(body, source.pointer.split('/').slice(1), value)
    else if (source.in === 'form') {
      isForm = true
      form.set(source.name, value)
    }
  }
  if ('timestamp' in scheme && scheme.timestamp !== undefined) {
    for (const source of scheme.timestamp.from) put(source, writeTimestamp(sentAt, scheme.timestamp.unit))
  }
  if ('id' in scheme && scheme.id !== undefined) put(scheme.id, 'msg_1')
  if ('content' in scheme) {
    for (const piece of compileScheme(scheme).pieces) {
      if (piece.kind === 'plain' && piece.name === 'form:sorted') isForm = true
      if (piece.kind !== 'named') continue
      if (piece.from === 'header') headers.push([piece.name, 'value of a header'])
      if (piece.from === 'json') put({ in: 'json', pointer: piece.name }, 'value in JSON')
      if (piece.from === 'form') put({ in: 'form', name: piece.name }, 'value in a form é')
    }
  }
  return {
    method: 'POST',
    target: '/in/here?b=2&a=%2Fx',
    headers,
    body: Buffer.from(isForm ? form.toString() : JSON.stringify(body)),
    publicUrl: URL_GIVEN,
  }
}

function putAt(object: Record<string, unknown>, names: ReadonlyArray<string>, value: string): void {
  const [first = '', ...rest] = names
  if (rest.length === 0) {
    object[first] = value
    return
  }
  const inner: Record<string, unknown> = {}
  object[first] = inner
  putAt(inner, rest, value)
}

/** With another body if the scheme signs it whole, else with another signature. */
function damaged(request: SignatureRequest, scheme: SnippetScheme): SignatureRequest {
  if ('content' in scheme && scheme.content.includes('{body')) {
    return { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }
  }
  const sources = scheme.kind === 'basic' ? [] : 'signature' in scheme ? scheme.signature.from : scheme.from
  const names = [
    'authorization',
    ...sources.flatMap((source) => (source.in === 'header' ? [source.name.toLowerCase()] : [])),
  ]
  const headers = request.headers.map(
    ([name, value]): HeaderPair =>
      names.includes(name.toLowerCase())
        ? [name, value.replace(/.(?=.{6}$)/s, (character) => (character === 'A' ? 'B' : 'A'))]
        : [name, value],
  )
  return { ...request, headers }
}

export function snippetRequest(request: SignatureRequest): SnippetRequest {
  return {
    headers: Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(request.body).toString('base64'),
    method: request.method,
    url: request.publicUrl,
  }
}
