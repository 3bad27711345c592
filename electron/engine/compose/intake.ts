import { CaptureIntake } from '../captures/capture-intake.ts'
import { onKept } from '../captures/on-kept.ts'
import { HandshakeResponder } from '../handshake/handshake-responder.ts'
import type { RunningReceiver } from '../receiver/running-receiver.ts'
import { leadsToOwnPort } from '../tunnel/leads-to-own-port.ts'
import { tunnelKinds } from '../tunnel/tunnel-kinds.ts'
import type { Foundation } from './foundation.ts'
import type { LookingThrough } from './looking-through.ts'
import type { PublicUrl } from './public-url.ts'
import type { Sending } from './sending.ts'

export interface IntakeNeeds {
  readonly receiver: RunningReceiver
  readonly publicUrl: PublicUrl
  readonly lookingThrough: LookingThrough
  readonly sending: Sending
}

/** The engine as the receiver sees it, and what follows from what it receives. */
export function composeIntake(
  { store, settings, signings, endpoints, tell, feed, log }: Foundation,
  { receiver, publicUrl: { tunnel }, lookingThrough: { signing, arrived }, sending: { forward } }: IntakeNeeds,
): CaptureIntake {
  const handshakes = new HandshakeResponder({
    signingOf: (slug) => signings.of(slug),
    setupOf: (slug) => signing.setupOf(slug),
  })
  return new CaptureIntake(store, endpoints.routes, feed, log, {
    kept: onKept({ store, endpoints, signings, signing, forward, tunnel, log, counted: tell.endpoints, arrived }),
    refused: (slug) => endpoints.refused(slug),
    isProxiedLocally: () =>
      leadsToOwnPort(tunnelKinds, settings.get().tunnel, tunnel.state, (via) => receiver.hasDoor(via)),
    handshake: (request) => handshakes.respond(request),
  })
}
