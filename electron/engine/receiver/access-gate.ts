import type { Refusal } from './access-check.ts'
import type { Intake, Route } from './intake.ts'
import type { Probes } from './probes.ts'
import { isLoopback, statedAddress } from './source-address.ts'

/** What the gate looks at. */
export interface RequestAtGate {
  readonly target: string | null
  /** Flat, as received. */
  readonly headers: ReadonlyArray<string>
  /** The other side of the socket. */
  readonly remoteAddress: string | null
  /** The tunnel whose door it came through; null: the receiver's own port. */
  readonly via: string | null
}

/** Lets in what the access rules of its endpoint allow, and what this machine itself sends to the receiver's own port. */
export class AccessGate {
  private readonly intake: Pick<Intake, 'refused' | 'isProxiedLocally'>
  private readonly probes: Pick<Probes, 'statesSender'>

  constructor(intake: Pick<Intake, 'refused' | 'isProxiedLocally'>, probes: Pick<Probes, 'statesSender'>) {
    this.intake = intake
    this.probes = probes
  }

  /** Why a request is not let in, counted; null: it is. */
  refusal({ access }: Route, request: RequestAtGate): Refusal | null {
    if (access === null) return null
    const { via, remoteAddress, target, headers } = request
    if (via === null && isLoopback(remoteAddress) && !this.intake.isProxiedLocally) return null
    const refusal = access.refusal({ target, headers, address: this.addressOf(request) })
    if (refusal !== null) this.intake.refused(access.slug)
    return refusal
  }

  /** Behind a door the socket is the tunnel's own; X-Forwarded-For is believed only of one that was seen to write it. */
  private addressOf({ via, headers, remoteAddress }: RequestAtGate): string | null {
    if (via === null) return remoteAddress
    return this.probes.statesSender(via) ? statedAddress(headers) : null
  }
}
