import { assertNever } from '../../../shared/assert-never.ts'
import {
  type EndpointProvider,
  type EndpointSigning,
  GENERIC_PROVIDER,
} from '../../../shared/endpoint/endpoint-signing.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { computeAnswer } from '../../../shared/signature/handshake/compute-answer.ts'
import type {
  Handshake,
  HandshakeAnswer,
  HandshakeKind,
  HandshakeRequest,
  HandshakeStep,
} from '../../../shared/signature/handshake/handshake.ts'
import { emptyAnswer } from '../../../shared/signature/handshake/handshake-answers.ts'
import type { HandshakeRefusal } from '../../../shared/signature/handshake/handshake-refusal.ts'
import { viewHandshake } from '../../../shared/signature/handshake/handshake-views.ts'
import { type PossibleAskers, recogniseHandshake } from '../../../shared/signature/handshake/recognise-handshake.ts'
import { readRequest } from '../../../shared/signature/request-reader.ts'
import type { SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { SignatureKey } from '../../../shared/signature/signature-request.ts'
import type { Log } from '../log/log.ts'
import { RateLimit } from '../rate-limit.ts'
import type { OpenSecret } from '../signature/endpoint-secrets.ts'
import {
  type CheckedCapture,
  type Identified,
  identify,
  judgeIdentified,
  signatureRequest,
} from '../signature/judge-capture.ts'
import { keyOf } from '../signature/keys-for.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { secretsMeantFor } from '../signature/secrets-meant-for.ts'
import type { SigningSetup } from '../signature/signing-setup.ts'

export interface HandshakeResponderOptions {
  readonly signingOf: (slug: string) => EndpointSigning
  /** With its secrets: asked only for those that need one. */
  readonly setupOf: (slug: string) => SigningSetup
  readonly log: Log
  readonly now?: () => number
}

/** A request that came to an endpoint. */
export interface ReceivedHandshake extends HandshakeRequest {
  readonly endpoint: string
  readonly via: string | null
  /** What the endpoint answers by itself. */
  readonly ownStatus: number
}

export interface HandshakeReply {
  readonly kind: HandshakeKind
  /** Null: the endpoint's own answer goes out. */
  readonly answer: HandshakeAnswer | null
  /** Why that is not what the provider wants; null: it is. */
  readonly refusal: HandshakeRefusal | null
}

/** Answers computed with a secret, each endpoint's, in a minute. */
const COMPUTED_A_MINUTE = 10
/** Also for providers that check no age: an old request that somebody got hold of shall not be answered again. */
const OLDEST_SECONDS = 300

type Answer = Omit<HandshakeReply, 'kind'>

/** Answers providers that ask whether this URL is the user's. Synchronous: the sender waits. */
export class HandshakeResponder {
  private readonly options: HandshakeResponderOptions
  private readonly now: () => number
  private readonly limit: RateLimit

  constructor(options: HandshakeResponderOptions) {
    this.options = options
    this.now = options.now ?? Date.now
    this.limit = new RateLimit(COMPUTED_A_MINUTE, 60_000, this.now)
  }

  /** Null: it is no handshake, or none are answered, and so a request like any other. */
  respond(request: ReceivedHandshake): HandshakeReply | null {
    const { handshakes, provider } = this.options.signingOf(request.endpoint)
    if (!handshakes) return null
    const handshake = recogniseHandshake(viewHandshake(request, nodeCrypto.text), possibleAskers(provider, request))
    return handshake === null ? null : { kind: handshake.kind, ...this.reply(handshake, request) }
  }

  private reply(handshake: Handshake, request: ReceivedHandshake): Answer {
    const { step, asker } = handshake
    // Meta's own is told by the token that the user saved.
    if (asker.known === 'guessed' && step.needs !== 'verify-token') return refused('provider-not-set')
    switch (step.needs) {
      case 'refusal':
        return refused(step.why)
      case 'nothing':
        return this.unlessSignedWrongly(handshake, request, step.answer)
      case 'success':
        return this.unlessSignedWrongly(handshake, request, successOf(request))
      case 'confirmation':
        // Amazon's certificate has to be fetched first: the signature is checked before anything is confirmed.
        return answered(successOf(request))
      case 'verify-token':
        return this.byVerifyToken(handshake, step, request)
      case 'signature':
        return this.bySignature(handshake, step, request)
      case 'secret':
        return asker.known === 'set' ? this.computed(handshake, step, request) : refused('provider-not-set')
      default:
        return assertNever(step)
    }
  }

  /** What carries a signature is no question of the provider's unless that is right, as far as the endpoint's secrets tell. */
  private unlessSignedWrongly(
    handshake: Handshake,
    request: ReceivedHandshake,
    answer: HandshakeAnswer | null,
  ): Answer {
    return this.check(handshake, request).verdict === 'invalid' ? refused('wrong-signature') : answered(answer)
  }

  private byVerifyToken(
    { asker }: Handshake,
    { token, answer }: Extract<HandshakeStep, { needs: 'verify-token' }>,
    request: ReceivedHandshake,
  ): Answer {
    const saved = this.secretsOf(asker.provider, request.endpoint).filter(({ kind }) => kind === 'verify-token')
    if (saved.some(({ value }) => nodeCrypto.equal(value, token))) return answered(answer)
    if (asker.known === 'guessed') return refused('provider-not-set')
    // Refused rather than ignored: Meta would take any 200 with another body for a broken endpoint.
    return refused(saved.length === 0 ? 'no-verify-token' : 'wrong-verify-token', emptyAnswer(403))
  }

  private bySignature(
    handshake: Handshake,
    step: Extract<HandshakeStep, { needs: 'signature' }>,
    request: ReceivedHandshake,
  ): Answer {
    const check = this.check(handshake, request, OLDEST_SECONDS)
    if (check.verdict === 'valid') return answered(step.valid)
    if (check.verdict === 'invalid') return refused('wrong-signature', step.invalid)
    // Without a key nothing can be told apart; then it is answered as everything else is.
    return refused(check.reason.kind === 'no-signature' ? 'not-signed' : 'no-secret')
  }

  private computed(
    handshake: Handshake,
    { compute, token }: Extract<HandshakeStep, { needs: 'secret' }>,
    request: ReceivedHandshake,
  ): Answer {
    const { endpoint } = request
    const key = this.computingKey(handshake, compute, request)
    if (typeof key === 'string') return refused(key)
    if (!this.limit.take(endpoint)) {
      this.options.log.warn('A handshake was not answered: there were too many', { endpoint, kind: handshake.kind })
      return refused('too-many')
    }
    const { publicUrl } = signatureRequest(asCapture(request, this.now()), this.options.setupOf(endpoint))
    const answer = computeAnswer(compute, token, key, publicUrl?.replace(/\?.*$/s, '') ?? null, nodeCrypto)
    return typeof answer === 'string' ? refused(answer) : answered(answer)
  }

  /** What the provider signs must be signed right; what it does not sign must not claim to be. */
  private computingKey(
    handshake: Handshake,
    compute: Extract<HandshakeStep, { needs: 'secret' }>['compute'],
    request: ReceivedHandshake,
  ): SignatureKey | HandshakeRefusal {
    const wanted = compute === 'ebay-challenge' ? 'verify-token' : 'secret'
    const keys = this.secretsOf(handshake.asker.provider, request.endpoint)
      .filter(({ kind }) => kind === wanted)
      .map((secret) => keyOf(secret, secret.value))
    const newest = keys.at(-1)
    if (newest === undefined) return wanted === 'verify-token' ? 'no-verify-token' : 'no-secret'
    const check = this.check(handshake, request, OLDEST_SECONDS)
    if (check.verdict === 'valid') return keys.find(({ name }) => name === check.working.keyName) ?? newest
    if (check.verdict === 'invalid') return 'wrong-signature'
    return compute === 'zoom-validation' ? 'not-signed' : newest
  }

  /** Of the request's own signature, as of who asks. One that is not there is not wrong. */
  private check({ asker }: Handshake, request: ReceivedHandshake, toleranceSeconds?: number): SignatureCheck {
    const setup = this.options.setupOf(request.endpoint)
    const capture = asCapture(request, this.now())
    const identified = identifiedAs(asker)
    const looked = { request: signatureRequest(capture, setup), identified }
    return judgeIdentified(capture, setup, NOTHING_FETCHED, looked, toleranceSeconds).check
  }

  private secretsOf(provider: string, endpoint: string): ReadonlyArray<OpenSecret> {
    return secretsMeantFor({ id: provider, known: 'set', alternatives: [] }, this.options.setupOf(endpoint).secrets)
  }
}

/** What needs fetching takes too long for a sender who waits. */
const NOTHING_FETCHED = new Map()

function possibleAskers(provider: EndpointProvider, request: ReceivedHandshake): PossibleAskers {
  if (provider.kind === 'known') return { set: provider.id }
  if (provider.kind === 'generic') return { set: GENERIC_PROVIDER }
  let known: ReadonlyArray<string> | null = null
  return {
    detected: () => {
      known ??= detectedIn(request)
      return known
    },
  }
}

function detectedIn(request: ReceivedHandshake): ReadonlyArray<string> {
  const reader = readRequest({ ...request, publicUrl: null }, nodeCrypto)
  const identified = identify(reader, { provider: { kind: 'detect' } }, undefined)
  return identified === null ? [] : [identified.id, ...identified.alternatives.map(({ id }) => id)]
}

function identifiedAs({ known, provider: id }: Handshake['asker']): Identified | null {
  const provider = providerById(id)
  if (provider === undefined) return null
  return { signer: { provider }, id, known: known === 'set' ? 'set' : 'certain', alternatives: [] }
}

/** Any answer of success will do: the endpoint's own, if it is one that every provider takes for that. */
function successOf({ ownStatus }: ReceivedHandshake): HandshakeAnswer | null {
  return ownStatus === 200 ? null : emptyAnswer(200)
}

function answered(answer: HandshakeAnswer | null): Answer {
  return { answer, refusal: null }
}

function refused(refusal: HandshakeRefusal, answer: HandshakeAnswer | null = null): Answer {
  return { answer, refusal }
}

/** Many of them are not signed. */
function asCapture(request: ReceivedHandshake, receivedAt: number): CheckedCapture {
  return { ...request, receivedAt, state: 'complete', isHandshake: true }
}
