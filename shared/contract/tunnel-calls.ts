import { z } from 'zod'
import { fidelityState } from '../tunnel/fidelity.ts'
import { tunnelKindId, tunnelSecretKind } from '../tunnel/tunnel-kind.ts'
import { tunnelAvailability } from '../tunnel/tunnel-state.ts'

/** How the tunnel does is told by the engine's state; none of these waits for it. */
export const tunnelCalls = {
  /** Opens a tunnel of the kind in the settings, unless one is open, opening or being tried again. */
  'tunnel.open': { input: z.object({}), output: z.object({}) },
  /** Closes it, or gives up opening it. */
  'tunnel.close': { input: z.object({}), output: z.object({}) },
  /** Tries a lost or refused one again now, with the settings as they are now. */
  'tunnel.retryNow': { input: z.object({}), output: z.object({}) },
  /** The user has seen that the URL changed. */
  'tunnel.acknowledgeUrl': { input: z.object({}), output: z.object({}) },
  /** Every kind, in order, and whether it can be used here: looks for programs, so it may take a moment. */
  'tunnel.kinds': {
    input: z.object({}),
    output: z.array(z.object({ id: tunnelKindId, availability: tunnelAvailability, hasSecret: z.boolean() })),
  },
  /** Seals a secret, or forgets it. It is never read back. */
  'tunnel.setSecret': {
    input: z.object({ kind: tunnelSecretKind, secret: z.string().trim().min(1).max(8192).nullable() }),
    output: z.object({}),
  },
  /** Starts to try what the open tunnel changes; how it goes is told by `tunnel.check` events. One at a time. */
  'tunnel.check': { input: z.object({}), output: fidelityState },
  'tunnel.cancelCheck': { input: z.object({}), output: z.object({ cancelled: z.boolean() }) },
  /** The check that runs, and the newest that ended: of a kind of tunnel, or of all. */
  'tunnel.lastCheck': { input: z.object({ kind: tunnelKindId.optional() }), output: fidelityState },
} as const
