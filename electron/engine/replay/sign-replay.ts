import { AppError } from '../../../shared/contract/errors.ts'
import type { SentChange } from '../../../shared/delivery/delivery.ts'
import { putSignature, stripSignature } from '../../../shared/delivery/put-signature.ts'
import type { ReplaySigning } from '../../../shared/delivery/replay-signing.ts'
import { type HeaderPairs, headerValue } from '../../../shared/http/header-pairs.ts'
import { originForm } from '../../../shared/http/raw-target.ts'
import { breakSignature } from '../../../shared/signature/break-signature.ts'
import { checkSignature, type Signer } from '../../../shared/signature/check-signature.ts'
import { keyKind } from '../../../shared/signature/key-kind.ts'
import { readRequest } from '../../../shared/signature/request-reader.ts'
import { isSecretOfAnother } from '../../../shared/signature/secret-of-another.ts'
import { type Signed, signRequest } from '../../../shared/signature/sign-request.ts'
import { signatureHeaders } from '../../../shared/signature/signature-headers.ts'
import type { SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { newId } from '../new-id.ts'
import type { OpenSecret } from '../signature/endpoint-secrets.ts'
import { type Identified, identify } from '../signature/judge-capture.ts'
import { checkingKeys, keyOf } from '../signature/keys-for.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { secretsMeantFor } from '../signature/secrets-meant-for.ts'
import { NO_SETUP, type SigningSetups } from '../signature/signing-setup.ts'

/** What is to be done about signatures, with all that this needs. Holds secrets: it stays inside the engine's process. */
export interface SigningOrder {
  readonly signing: Exclude<ReplaySigning, { kind: 'keep' }>
  /** Of every endpoint that a capture may be of. */
  readonly setups: SigningSetups
  /** The secret that was chosen, of whatever endpoint. */
  readonly secret: OpenSecret | null
}

/** A request that is about to be sent, before it is signed. */
export interface UnsignedRequest {
  readonly endpoint: string
  /** As captured: who sent it is told from this one, whatever the user made of it. */
  readonly captured: { readonly headers: HeaderPairs; readonly body: Uint8Array }
  readonly method: string
  readonly headers: HeaderPairs
  readonly body: Uint8Array
  readonly requestTarget: string
  readonly url: string
}

export interface SignedRequest {
  readonly headers: HeaderPairs
  /** Set where the signature stands in the body. */
  readonly body: Uint8Array | null
  /** Set where something was added to the URL. */
  readonly requestTarget: string | null
  readonly changes: ReadonlyArray<SentChange>
  /** Names of headers that hold the secret itself, which is sent and not kept. */
  readonly secretHeaders: ReadonlySet<string>
}

/** Signs a replay, breaks its signature or takes it away. Throws `AppError` for what cannot be signed. */
export function signReplay(order: SigningOrder, request: UnsignedRequest, now: number): SignedRequest {
  const setup = order.setups.get(request.endpoint) ?? NO_SETUP
  const identified = identify(readRequest({ ...asSigned(request), ...request.captured }, nodeCrypto), setup, undefined)
  if (identified === null) {
    throw new AppError(
      'invalid-input',
      `Nothing says how requests of ${request.endpoint} are signed. Choose the provider of the endpoint, or keep the signature.`,
    )
  }
  const { signer } = identified
  const { signing } = order
  if (signing.kind === 'strip') return stripped(request, signer)
  const candidates =
    order.secret === null
      ? secretsToTry(secretsMeantFor(identified, setup.secrets), identified, request, now)
      : [order.secret]
  const { signed, secret } = signWithFirst(order, signer, candidates, request, now)
  const why = signing.kind === 'resign' ? `Signed again with the secret "${secret.name}".` : BROKEN[signing.how]
  return { ...put(request, signed, why), secretHeaders: secretHeaders(signer) }
}

const BROKEN = {
  flip: 'Broken on purpose: one character of the signature is another.',
  stale: 'Broken on purpose: signed with a timestamp of yesterday.',
  'wrong-secret': 'Broken on purpose: signed with a wrong secret.',
} as const

/**
 * Newest first. Where the provider is told from the request, the endpoint may have secrets of several: then the one that the
 * captured signature was made with comes first, and those that begin as another provider's are left out, since a token
 * would be sent to the target as it is.
 */
function secretsToTry(
  secrets: ReadonlyArray<OpenSecret>,
  { signer, known }: Identified,
  request: UnsignedRequest,
  now: number,
): ReadonlyArray<OpenSecret> {
  const newestFirst = secrets.toReversed()
  if (known === 'set' || 'scheme' in signer) return newestFirst
  const own = newestFirst.filter(({ value }) => !isSecretOfAnother(value, signer.provider))
  if (own.length < 2) return own
  const captured = { ...asSigned(request), ...request.captured }
  const fits = own.find((secret) => {
    const check = checkSignature(
      captured,
      signer,
      checkingKeys(signer, [secret]),
      { now, providerIs: 'set' },
      nodeCrypto,
    )
    return check.verdict === 'valid' || (check.verdict === 'invalid' && check.workings.some(({ matches }) => matches))
  })
  return fits === undefined ? own : [fits, ...own.filter((secret) => secret !== fits)]
}

function signWithFirst(
  { signing }: SigningOrder,
  signer: Signer,
  candidates: ReadonlyArray<OpenSecret>,
  request: UnsignedRequest,
  now: number,
): { signed: Extract<Signed, { kind: 'signed' }>; secret: OpenSecret } {
  let why: string | null = null
  for (const secret of candidates) {
    if (secret.kind !== 'secret' && secret.kind !== 'private-key') continue
    const signed = signWith(signing, signer, keyOf(secret, secret.value), request, now)
    if (signed.kind === 'signed') return { signed, secret }
    why ??= signed.why
  }
  throw new AppError(
    'invalid-input',
    why === null
      ? `The endpoint ${request.endpoint} has no secret to sign with. Add one, or keep or strip the signature.`
      : `It cannot be signed. ${why}`,
  )
}

function signWith(
  signing: SigningOrder['signing'],
  signer: Signer,
  key: SignatureKey,
  request: UnsignedRequest,
  now: number,
): Signed {
  const id = signing.kind !== 'strip' && signing.newId === true ? newMessageId(signer, request.headers) : null
  const time = { timestamp: now, id, freshBody: true }
  const unsigned = asSigned(request)
  return signing.kind === 'break'
    ? breakSignature(signing.how, unsigned, signer, key, time, nodeCrypto)
    : signRequest(unsigned, signer, key, time, nodeCrypto)
}

/** The URL that is signed is the handler's own: that which it is sent to, or is told that the provider called. */
function asSigned({ method, headers, body, requestTarget, url }: UnsignedRequest): SignatureRequest {
  return { method, target: requestTarget, headers, body, publicUrl: url }
}

/** Like the captured one in what stands before its first underscore: `msg_…`. */
function newMessageId(signer: Signer, headers: HeaderPairs): string {
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  for (const scheme of schemes) {
    if (!('id' in scheme) || scheme.id?.in !== 'header') continue
    const prefix = /^[A-Za-z]{1,10}_/.exec(headerValue(headers, scheme.id.name) ?? '')?.[0]
    if (prefix !== undefined) return prefix + newId().replaceAll('-', '')
  }
  return newId()
}

function stripped(request: UnsignedRequest, signer: Signer): SignedRequest {
  const names = signatureHeaders(signer)
  if (names.length === 0) {
    throw new AppError('invalid-input', 'The signature stands in the body, so it cannot be stripped. Edit the body.')
  }
  const { headers, changes } = stripSignature(request.headers, names, 'The signature was stripped.')
  return { headers, changes, body: null, requestTarget: null, secretHeaders: new Set() }
}

function put(request: UnsignedRequest, signed: Extract<Signed, { kind: 'signed' }>, why: string) {
  const { headers, changes } = putSignature(request.headers, signed.headers, why)
  const more: SentChange[] = []
  const body = signed.body ?? null
  if (body !== null) more.push(bodyChange(signed, why))
  const requestTarget = signed.url === undefined ? null : originForm(signed.url)
  if (requestTarget !== null) {
    more.push({ kind: 'replaced', header: 'URL', from: request.requestTarget, to: requestTarget, why })
  }
  return { headers, body, requestTarget, changes: [...changes, ...more] }
}

/** A body that signing changed is not the captured one any more, and that is said. */
function bodyChange({ timestampInBody }: Extract<Signed, { kind: 'signed' }>, why: string): SentChange {
  if (timestampInBody === undefined) {
    return { kind: 'replaced', header: 'body', from: null, to: null, why: `${why} It stands in the body.` }
  }
  const { from, to } = timestampInBody
  return { kind: 'replaced', header: 'timestamp in the body', from, to, why: `${why} The time stands in the body.` }
}

/** Where the secret is the signature, what is kept of the delivery must not have it. */
function secretHeaders(signer: Signer): ReadonlySet<string> {
  const schemes = 'scheme' in signer ? [signer.scheme] : signer.provider.schemes
  const holdsSecret = schemes.some((scheme) => ['token', 'user-password'].includes(keyKind(scheme)))
  return new Set(holdsSecret ? signatureHeaders(signer).map((name) => name.toLowerCase()) : [])
}
