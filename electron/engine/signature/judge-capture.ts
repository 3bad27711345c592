import { GENERIC_PROVIDER } from '../../../shared/endpoint/endpoint-signing.ts'
import { requestUrl } from '../../../shared/endpoint/request-url.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { statedSender } from '../../../shared/http/stated-sender.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature, type Signer } from '../../../shared/signature/check-signature.ts'
import { type Detected, detectProvider } from '../../../shared/signature/detect-provider.ts'
import { type RequestReader, readRequest } from '../../../shared/signature/request-reader.ts'
import { isSecretOfAnother } from '../../../shared/signature/secret-of-another.ts'
import type { SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { CheckContext, SignatureKey, SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { decodeWhole } from '../content/decode-at-once.ts'
import type { CheckedCapture } from '../store/checked-queries.ts'
import { checkingKeys } from './keys-for.ts'
import { nodeCrypto } from './node-crypto.ts'
import { secretsMeantFor } from './secrets-meant-for.ts'
import type { FetchedKeys, SigningSetup } from './signing-setup.ts'

/** Who signed, and how that is known. */
export interface Identified {
  readonly signer: Signer
  /** Of the catalogue, or `generic`. */
  readonly id: string
  readonly known: 'set' | Detected['certainty']
  readonly alternatives: Detected['alternatives']
}

export interface Judgement {
  readonly check: SignatureCheck
  readonly identified: Identified | null
  readonly request: SignatureRequest
  readonly keys: ReadonlyArray<SignatureKey>
}

/** A capture whose sender was looked for. */
export interface IdentifiedCapture {
  readonly request: SignatureRequest
  /** Its body is decoded where it came compressed. */
  readonly reader: RequestReader
  readonly identified: Identified | null
}

/** A longer body is not parsed to learn who sent it. */
const PARSED_BYTES = 1024 * 1024

/** Judges a capture at the time at which it was received. `asProvider`: as if it were from this one. */
export function judgeCapture(
  capture: CheckedCapture,
  setup: SigningSetup,
  fetched: FetchedKeys,
  asProvider?: string,
): Judgement {
  return judgeIdentified(capture, setup, fetched, identifyCapture(capture, setup, asProvider))
}

/** `toleranceSeconds` in place of the scheme's own. */
export function judgeIdentified(
  capture: CheckedCapture,
  setup: SigningSetup,
  fetched: FetchedKeys,
  { request, identified }: Pick<IdentifiedCapture, 'request' | 'identified'>,
  toleranceSeconds?: number,
): Judgement {
  const keys = identified === null ? [] : checkingKeys(identified.signer, secretsMeantFor(identified, setup.secrets))
  const usual = checkContext(capture, identified, fetched)
  const context = toleranceSeconds === undefined ? usual : { ...usual, toleranceSeconds }
  const check = checkSignature(request, identified?.signer ?? null, keys, context, nodeCrypto)
  return { check: withMeantKeys(check, identified, keys), identified, request, keys }
}

/**
 * Several providers may send to an endpoint that tells them apart by the request. Where none of its secrets can be this
 * one's, nothing is wrong with the request: its secret is not there.
 */
function withMeantKeys(
  check: SignatureCheck,
  identified: Identified | null,
  keys: ReadonlyArray<SignatureKey>,
): SignatureCheck {
  if (check.verdict !== 'invalid' || identified === null || identified.known === 'set') return check
  const { signer } = identified
  if ('scheme' in signer || keys.length === 0 || check.workings.some(({ matches }) => matches)) return check
  if (!keys.every(({ value }) => isSecretOfAnother(value, signer.provider))) return check
  return { verdict: 'not-checkable', judgedAt: check.judgedAt, reason: { kind: 'no-key' } }
}

export function identifyCapture(capture: CheckedCapture, setup: SigningSetup, asProvider?: string): IdentifiedCapture {
  const request = signatureRequest(capture, setup)
  const reader = readRequest(decodedRequest(request), nodeCrypto)
  return { request, reader, identified: identify(reader, setup, asProvider) }
}

/** As it is meant: signatures cover the bytes as sent, and who sent them and of which event they tell is in what they decode to. */
function decodedRequest(request: SignatureRequest): SignatureRequest {
  const { headers, body } = request
  const encoding = body.length > PARSED_BYTES ? null : contentEncoding(headers)
  const decoded = encoding === null ? null : decodeWhole(body, encoding, PARSED_BYTES)
  return decoded === null ? request : { ...request, body: decoded }
}

/** The time judged at is the time received. */
export function checkContext(
  { receivedAt, isHandshake = false }: CheckedCapture,
  identified: Identified | null,
  fetched: FetchedKeys,
): CheckContext {
  return { now: receivedAt, providerIs: identified?.known === 'set' && !isHandshake ? 'set' : 'detected', fetched }
}

export function signatureRequest(capture: CheckedCapture, setup: SigningSetup): SignatureRequest {
  const { headers, via, target, body } = capture
  const sender = statedSender(headers, via)
  return {
    method: capture.method ?? '',
    target: target ?? '',
    headers,
    body,
    publicUrl: requestUrl(target ?? '', setup.url, {
      proto: sender?.proto ?? null,
      host: sender?.host ?? headerValue(headers, 'host') ?? null,
      viaTunnel: via !== null,
    }),
    bodyIncomplete: capture.state !== 'complete',
  }
}

/** Who signs an endpoint's requests: the user's setting wins over what the request looks like. */
export function identify(
  reader: RequestReader,
  { provider }: Pick<SigningSetup, 'provider'>,
  asProvider: string | undefined,
): Identified | null {
  const id = asProvider ?? (provider.kind === 'known' ? provider.id : undefined)
  const meant = id === undefined ? undefined : providerById(id)
  if (meant !== undefined) return { signer: { provider: meant }, id: meant.id, known: 'set', alternatives: [] }
  if (provider.kind === 'generic' && asProvider === undefined) {
    return { signer: { scheme: provider.scheme }, id: GENERIC_PROVIDER, known: 'set', alternatives: [] }
  }
  const { headers, body } = reader.raw
  const detected = detectProvider(headers, body.length > PARSED_BYTES ? null : reader)
  if (detected === null) return null
  const { certainty, alternatives } = detected
  return { signer: { provider: detected.provider }, id: detected.provider.id, known: certainty, alternatives }
}
