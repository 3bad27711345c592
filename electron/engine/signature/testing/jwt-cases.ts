import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto'
import type { HeaderPair } from '../../../../shared/http/header-pairs.ts'
import { providers } from '../../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../../shared/signature/check-signature.ts'
import type { JwtAlgorithm, JwtScheme } from '../../../../shared/signature/scheme.ts'
import { signRequest } from '../../../../shared/signature/sign-request.ts'
import type { SignatureCheck } from '../../../../shared/signature/signature-check.ts'
import type { SignatureRequest } from '../../../../shared/signature/signature-request.ts'
import { nodeCrypto } from '../node-crypto.ts'
import { URL_GIVEN } from './snippet-cases.ts'

/** A request with a token, and the same with something else in place of what the token covers. */
export interface JwtCase {
  readonly title: string
  readonly provider: string
  readonly scheme: JwtScheme
  readonly check: SignatureCheck
  readonly environment: Readonly<Record<string, string>>
  readonly good: SignatureRequest
  readonly bad: SignatureRequest
}

const KEY_ID = 'key-1'
const AUDIENCE = 'https://hooks.example.test/audience'
const SECRET = 'a secret of this test that is long enough for sixty-four bytes of SHA-512'

const PAIRS: Readonly<Record<string, KeyPairKeyObjectResult>> = {
  RS: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed: generateKeyPairSync('ed25519'),
}

/** Of every provider that sends tokens one for each kind of key; where keys are fetched, one is pasted instead. */
export const jwtCases: ReadonlyArray<JwtCase> = providers.flatMap(({ id, name, schemes }) =>
  schemes.flatMap((scheme) => {
    if (scheme.kind !== 'jwt') return []
    const { jwksUrl: _fetched, ...pasted } = scheme
    const kinds = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const
    return kinds
      .filter((algorithm) => scheme.algorithms.includes(algorithm))
      .map((algorithm) => jwtCase(`${id} ${algorithm}`, name, pasted, algorithm))
  }),
)

function jwtCase(title: string, provider: string, scheme: JwtScheme, algorithm: JwtAlgorithm): JwtCase {
  const pair = PAIRS[algorithm.slice(0, 2)]
  const publicKey = pair?.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const privateKey = pair?.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const only = { ...scheme, algorithms: [algorithm] }
  const good = requestWith(only, privateKey ?? SECRET)
  const key = { name: 'key', value: publicKey ?? SECRET, id: KEY_ID, audience: AUDIENCE }
  const check = checkSignature(good, { scheme }, [key], { now: Date.now(), providerIs: 'set' }, nodeCrypto)
  if (check.verdict !== 'valid') throw new Error(`${title}: ${JSON.stringify(check)}`)
  return {
    title,
    provider,
    scheme,
    check,
    environment: {
      WEBHOOK_KEY_ID: KEY_ID,
      WEBHOOK_AUDIENCE: AUDIENCE,
      ...(publicKey === undefined ? { WEBHOOK_SECRET: SECRET } : { WEBHOOK_PUBLIC_KEY: publicKey }),
    },
    good,
    bad: damaged(good, scheme),
  }
}

/** A token that is the whole body is signed as if it stood in a header. */
function requestWith(scheme: JwtScheme, key: string): SignatureRequest {
  const isBody = scheme.from[0]?.in === 'body'
  const plain: SignatureRequest = {
    method: 'POST',
    target: '/in/here?b=2&a=%2Fx',
    headers: [['Content-Type', 'application/json']],
    body: isBody ? new Uint8Array() : Buffer.from('{"text":"Zoë"}'),
    publicUrl: URL_GIVEN,
  }
  const inHeader: JwtScheme = isBody ? { ...scheme, from: [{ in: 'header', name: 'X-Token' }] } : scheme
  const signing = { name: 'key', value: key, id: KEY_ID, audience: AUDIENCE }
  const signed = signRequest(plain, { scheme: inHeader }, signing, { timestamp: Date.now(), id: null }, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  if (!isBody) return { ...plain, headers: [...plain.headers, ...signed.headers] }
  return { ...plain, body: Buffer.from(signed.headers[0]?.[1] ?? '') }
}

function damaged(request: SignatureRequest, scheme: JwtScheme): SignatureRequest {
  const rules = scheme.claims.map(({ must }) => must)
  if (rules.some((must) => must.be === 'hash' && must.of === 'body')) return { ...request, body: Buffer.from('{}') }
  if (rules.some(({ be }) => be === 'url')) return { ...request, publicUrl: `${URL_GIVEN}x` }
  const change = (text: string) => text.replace(/.(?=.{6}$)/s, (last) => (last === 'A' ? 'B' : 'A'))
  const headers = request.headers.map(
    ([name, value]): HeaderPair => [name, name === 'Content-Type' ? value : change(value)],
  )
  return { ...request, headers, body: Buffer.from(change(Buffer.from(request.body).toString())) }
}
