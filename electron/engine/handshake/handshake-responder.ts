import { assertNever } from '../../../shared/assert-never.ts'
import { type EndpointSigning, GENERIC_PROVIDER } from '../../../shared/endpoint/endpoint-signing.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import { computeAnswer } from '../../../shared/signature/handshake/compute-answer.ts'
import type {
  Handshake,
  HandshakeAnswer,
  HandshakeKind,
  HandshakeRequest,
  HandshakeStep,
} from '../../../shared/signature/handshake/handshake.ts'
import { emptyAnswer } from '../../../shared/signature/handshake/handshake-answers.ts'
import { viewHandshake } from '../../../shared/signature/handshake/handshake-views.ts'
import { recogniseHandshake } from '../../../shared/signature/handshake/recognise-handshake.ts'
import type { SignatureCheck } from '../../../shared/signature/signature-check.ts'
import type { SignatureKey } from '../../../shared/signature/signature-request.ts'
import type { Log } from '../log/log.ts'
import { RateLimit } from '../rate-limit.ts'
import { type CheckedCapture, signatureRequest } from '../signature/judge-capture.ts'
import { checkingKeys, keyOf } from '../signature/keys-for.ts'
import { nodeCrypto } from '../signature/node-crypto.ts'
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
  /** Null: the endpoint's own answer will do. */
  readonly answer: HandshakeAnswer | null
}

/** Answers computed with a secret, each endpoint's, in a minute. */
const COMPUTED_A_MINUTE = 10
/** Also for providers that check no age: an old request that somebody got hold of shall not be answered again. */
const OLDEST_SECONDS = 300

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

  /** Null: it is no handshake, or none that may be answered, and so a request like any other. */
  respond(request: ReceivedHandshake): HandshakeReply | null {
    const { handshakes, provider } = this.options.signingOf(request.endpoint)
    if (!handshakes) return null
    const id = provider.kind === 'known' ? provider.id : provider.kind === 'generic' ? GENERIC_PROVIDER : null
    const handshake = recogniseHandshake(viewHandshake(request, nodeCrypto.text), id)
    return handshake === null ? null : this.reply(handshake, request)
  }

  private reply({ kind, step }: Handshake, request: ReceivedHandshake): HandshakeReply | null {
    switch (step.needs) {
      case 'nothing':
        return { kind, answer: step.answer }
      case 'success':
      case 'confirmation':
        return { kind, answer: request.ownStatus === 200 ? null : emptyAnswer(200) }
      case 'verify-token':
        // A wrong one is refused rather than ignored: Meta would take any 200 with another body for a broken endpoint.
        return { kind, answer: this.isOwnToken(step.token, request.endpoint) ? step.answer : emptyAnswer(403) }
      case 'signature':
        return this.bySignature(kind, step, request)
      case 'secret':
        return this.computed(kind, step, request)
      default:
        return assertNever(step)
    }
  }

  private isOwnToken(token: string, endpoint: string): boolean {
    const { secrets } = this.options.setupOf(endpoint)
    return secrets.some(({ kind, value }) => kind === 'verify-token' && nodeCrypto.equal(value, token))
  }

  private bySignature(
    kind: HandshakeKind,
    step: Extract<HandshakeStep, { needs: 'signature' }>,
    request: ReceivedHandshake,
  ): HandshakeReply {
    const check = this.check(request)
    // Without a key nothing can be told apart; then it is answered as everything else is.
    if (check === null || check.verdict === 'not-checkable') return { kind, answer: null }
    return { kind, answer: check.verdict === 'valid' ? step.valid : step.invalid }
  }

  private computed(
    kind: HandshakeKind,
    step: Extract<HandshakeStep, { needs: 'secret' }>,
    request: ReceivedHandshake,
  ): HandshakeReply | null {
    const { endpoint } = request
    const setup = this.options.setupOf(endpoint)
    const key = this.computingKey(step, request, setup)
    if (key === null) return null
    if (!this.limit.take(endpoint)) {
      this.options.log.warn('A handshake was not answered: there were too many', { endpoint, kind })
      return null
    }
    const url = signatureRequest(asCapture(request, this.now()), setup).publicUrl?.replace(/\?.*$/s, '') ?? null
    const answer = computeAnswer(step.compute, step.token, key, url, nodeCrypto)
    return answer === null ? null : { kind, answer }
  }

  /** Null: nothing is computed. What the provider signs must be signed right; what it does not sign must not claim to be. */
  private computingKey(
    { compute }: Extract<HandshakeStep, { needs: 'secret' }>,
    request: ReceivedHandshake,
    setup: SigningSetup,
  ): SignatureKey | null {
    const wanted = compute === 'ebay-challenge' ? 'verify-token' : 'secret'
    const keys = setup.secrets.filter(({ kind }) => kind === wanted).map((secret) => keyOf(secret, secret.value))
    const newest = keys.at(-1) ?? null
    const check = this.check(request)
    if (check === null) return null
    if (check.verdict === 'valid') return keys.find(({ name }) => name === check.working.keyName) ?? newest
    if (compute === 'zoom-validation') return null
    const isUnsigned = check.verdict === 'not-checkable' || check.problem.kind === 'signature-missing'
    return isUnsigned ? newest : null
  }

  private check(request: ReceivedHandshake): SignatureCheck | null {
    const setup = this.options.setupOf(request.endpoint)
    const provider = setup.provider.kind === 'known' ? providerById(setup.provider.id) : undefined
    if (provider === undefined) return null
    const signer = { provider }
    const now = this.now()
    return checkSignature(
      signatureRequest(asCapture(request, now), setup),
      signer,
      checkingKeys(signer, setup.secrets),
      { now, providerIs: 'set', toleranceSeconds: OLDEST_SECONDS },
      nodeCrypto,
    )
  }
}

function asCapture(request: ReceivedHandshake, receivedAt: number): CheckedCapture {
  return { ...request, receivedAt, state: 'complete' }
}
