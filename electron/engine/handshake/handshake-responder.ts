import { assertNever } from '../../../shared/assert-never.ts'
import {
  type EndpointProvider,
  type EndpointSigning,
  GENERIC_PROVIDER,
} from '../../../shared/endpoint/endpoint-signing.ts'
import { lazily } from '../../../shared/lazily.ts'
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
import { askersOf } from '../../../shared/signature/handshake/handshake-recognisers.ts'
import type { HandshakeRefusal } from '../../../shared/signature/handshake/handshake-refusal.ts'
import { viewHandshake } from '../../../shared/signature/handshake/handshake-views.ts'
import { type PossibleAskers, recogniseHandshake } from '../../../shared/signature/handshake/recognise-handshake.ts'
import { readRequest } from '../../../shared/signature/request-reader.ts'
import type { NotCheckableReason, SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { SignatureKey } from '../../../shared/signature/signature-request.ts'
import { RateLimit } from '../rate-limit.ts'
import type { OpenSecret } from '../signature/endpoint-secrets.ts'
import { type Identified, identify, judgeIdentified, signatureRequest } from '../signature/judge-capture.ts'
import { keyOf } from '../signature/keys-for.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'
import { secretsMeantFor } from '../signature/secrets-meant-for.ts'
import type { SigningSetup } from '../signature/signing-setup.ts'
import type { CheckedCapture } from '../store/checked-queries.ts'

export interface HandshakeResponderOptions {
  readonly signingOf: (slug: string) => EndpointSigning
  /** With its secrets: asked only for those that need one. */
  readonly setupOf: (slug: string) => SigningSetup
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

interface Question extends Handshake {
  readonly request: ReceivedHandshake
  /** Opened when it is first needed, and once: anybody may send questions. */
  readonly setup: () => SigningSetup
}

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
    if (handshake === null) return null
    const setup = lazily(() => this.options.setupOf(request.endpoint))
    return { kind: handshake.kind, ...this.reply({ ...handshake, request, setup }) }
  }

  private reply(question: Question): Answer {
    const { step, asker, request } = question
    // Meta's own is told by the token that the user saved.
    if (asker.known === 'guessed' && step.needs !== 'verify-token') return refused('provider-not-set')
    switch (step.needs) {
      case 'refusal':
        return refused(step.why)
      case 'nothing':
        return this.unlessSignedWrongly(question, step.answer)
      case 'success':
        return this.unlessSignedWrongly(question, successOf(request))
      case 'confirmation':
        // Amazon's certificate has to be fetched first: the signature is checked before anything is confirmed.
        return answered(successOf(request))
      case 'verify-token':
        return byVerifyToken(question, step)
      case 'signature':
        return this.bySignature(question, step)
      case 'secret':
        return asker.known === 'set' ? this.computed(question, step) : refused('provider-not-set')
      default:
        return assertNever(step)
    }
  }

  /** What carries a signature is no question of the provider's unless that is right, as far as the endpoint's secrets tell. */
  private unlessSignedWrongly(question: Question, answer: HandshakeAnswer | null): Answer {
    return this.check(question).verdict === 'invalid' ? refused('wrong-signature') : answered(answer)
  }

  private bySignature(question: Question, step: Extract<HandshakeStep, { needs: 'signature' }>): Answer {
    const check = this.check(question, OLDEST_SECONDS)
    if (check.verdict === 'valid') return answered(step.valid)
    if (check.verdict === 'invalid') return refused('wrong-signature', step.invalid)
    // Without a key nothing can be told apart; then it is answered as everything else is.
    return refused(refusalOf(check.reason))
  }

  private computed(question: Question, { compute, token }: Extract<HandshakeStep, { needs: 'secret' }>): Answer {
    const { request, setup } = question
    const key = this.computingKey(question, compute)
    if (typeof key === 'string') return refused(key)
    // Said on the capture, not in the log: a stranger decides how many there are.
    if (!this.limit.take(request.endpoint)) return refused('too-many')
    const { publicUrl } = signatureRequest(asCapture(request, this.now()), setup())
    const answer = computeAnswer(compute, token, key, publicUrl?.replace(/\?.*$/s, '') ?? null, nodeCrypto)
    return typeof answer === 'string' ? refused(answer) : answered(answer)
  }

  /** What the provider signs must be signed right; what it does not sign must not claim to be. */
  private computingKey(
    question: Question,
    compute: Extract<HandshakeStep, { needs: 'secret' }>['compute'],
  ): SignatureKey | HandshakeRefusal {
    const wanted = compute === 'ebay-challenge' ? 'verify-token' : 'secret'
    const keys = secretsOf(question.asker.provider, question.setup())
      .filter(({ kind }) => kind === wanted)
      .map((secret) => keyOf(secret, secret.value))
    const newest = keys.at(-1)
    if (newest === undefined) return wanted === 'verify-token' ? 'no-verify-token' : 'no-secret'
    const check = this.check(question, OLDEST_SECONDS)
    if (check.verdict === 'valid') return keys.find(({ name }) => name === check.working.keyName) ?? newest
    if (check.verdict === 'invalid') return 'wrong-signature'
    return compute === 'zoom-validation' ? 'not-signed' : newest
  }

  /** Of the request's own signature, as of who asks. One that is not there is not wrong. */
  private check({ asker, request, setup }: Question, toleranceSeconds?: number): SignatureCheck {
    const capture = asCapture(request, this.now())
    const identified = identifiedAs(asker)
    const looked = { request: signatureRequest(capture, setup()), identified }
    return judgeIdentified(capture, setup(), NOTHING_FETCHED, looked, toleranceSeconds).check
  }
}

function byVerifyToken(
  { kind, asker, setup }: Question,
  { token, answer }: Extract<HandshakeStep, { needs: 'verify-token' }>,
): Answer {
  const askers = asker.known === 'guessed' ? askersOf(kind, null) : [asker.provider]
  const tokens = setup().secrets.filter((secret) => secret.kind === 'verify-token')
  const saved = tokens.filter(({ provider }) => provider === null || askers.includes(provider))
  if (saved.some(({ value }) => nodeCrypto.equal(value, token))) return answered(answer)
  if (asker.known === 'guessed') return refused('provider-not-set')
  // Refused rather than ignored: Meta would take any 200 with another body for a broken endpoint.
  return refused(saved.length === 0 ? 'no-verify-token' : 'wrong-verify-token', emptyAnswer(403))
}

function secretsOf(provider: string, { secrets }: SigningSetup): ReadonlyArray<OpenSecret> {
  return secretsMeantFor({ id: provider, known: 'set', alternatives: [] }, secrets)
}

/** What needs fetching takes too long for a sender who waits. */
const NOTHING_FETCHED = new Map()

function possibleAskers(provider: EndpointProvider, request: ReceivedHandshake): PossibleAskers {
  if (provider.kind === 'known') return { set: provider.id }
  if (provider.kind === 'generic') return { set: GENERIC_PROVIDER }
  return { detected: lazily(() => detectedIn(request)) }
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

function refusalOf({ kind }: NotCheckableReason): HandshakeRefusal {
  if (kind === 'no-signature') return 'not-signed'
  return kind === 'key-unusable' ? 'key-unusable' : 'no-secret'
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
