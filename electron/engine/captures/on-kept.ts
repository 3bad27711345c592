import type { HandshakeMark } from '../../../shared/signature/handshake/handshake.ts'
import type { EndpointDirectory } from '../endpoints/endpoint-directory.ts'
import type { ForwardService } from '../forward/forward-service.ts'
import type { Log } from '../log/log.ts'
import { RateLimit } from '../rate-limit.ts'
import type { SigningDirectory } from '../signature/signing-directory.ts'
import type { SigningService } from '../signature/signing-service.ts'
import type { Store } from '../store/store.ts'
import type { TunnelService } from '../tunnel/tunnel-service.ts'
import type { FreshCapture } from './fresh-capture.ts'

/** By themselves, each endpoint's: each is a request to Amazon. */
const CONFIRMATIONS_A_MINUTE = 10

export interface OnKeptParts {
  readonly store: Store
  readonly endpoints: EndpointDirectory
  readonly signings: SigningDirectory
  readonly signing: SigningService
  readonly forward: ForwardService
  readonly tunnel: TunnelService
  readonly log: Log
  /** Counts of endpoints changed. */
  counted(): void
  /** There is something to look through up to this capture. */
  arrived(seq: number): void
}

/** What follows once a capture is on disk, behind its answer. Costs next to nothing where nothing does. */
export function onKept(parts: OnKeptParts): (fresh: FreshCapture) => void {
  const { store, endpoints, signings, signing, forward, tunnel, log } = parts
  const confirmations = new RateLimit(CONFIRMATIONS_A_MINUTE, 60_000, Date.now)

  const confirmByItself = (capture: string, endpoint: string): void => {
    if (!confirmations.take(endpoint)) return
    signing.confirmSubscription(capture).then(
      () => log.info('A subscription was confirmed', { capture, endpoint }),
      (error: unknown) => log.warn('A subscription was not confirmed', { capture, error: String(error) }),
    )
  }
  const markHandshake = ({ seq, id, endpoint }: FreshCapture, handshake: HandshakeMark): void => {
    store.queue
      .write(() => store.handshakes.mark(seq, handshake))
      .then(
        () => {
          // Checked anew: a handshake need not be signed.
          signing.verdicts.again([seq])
          if (handshake.kind === 'aws-sns' && signings.of(endpoint).confirmSubscriptions) confirmByItself(id, endpoint)
        },
        (error: unknown) => log.error('A handshake could not be marked', error),
      )
  }
  return (fresh) => {
    const { seq, endpoint, state, refused, handshake } = fresh
    if (fresh.via !== null) tunnel.sawTraffic()
    parts.counted()
    parts.arrived(seq)
    if (handshake !== null) markHandshake(fresh, handshake)
    const rule = endpoints.forwardOf(endpoint)
    if (rule !== null && state !== 'malformed' && !refused) forward.enqueue(fresh.id, rule)
  }
}
