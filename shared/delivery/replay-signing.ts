import { z } from 'zod'

const withKey = {
  /** Another secret than the one that would be chosen: the newest that can sign, or the one that fits the captured signature. */
  secretId: z.uuid().optional(),
  /** A new message id where the scheme signs one; left out or false, the captured one is kept. */
  newId: z.boolean().optional(),
}

/** How a signature is made wrong on purpose, to see a handler refuse it. */
export const signatureBreakage = z.enum(['flip', 'stale', 'wrong-secret'])

/** What becomes of the signature when a capture is sent again. `keep` is what happens if nothing is said. */
export const replaySigning = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keep') }),
  /** Signed anew, with a fresh timestamp, as the endpoint's provider would. */
  z.object({ kind: z.literal('resign'), ...withKey }),
  z.object({ kind: z.literal('strip') }),
  z.object({ kind: z.literal('break'), how: signatureBreakage, ...withKey }),
])

export type ReplaySigning = z.infer<typeof replaySigning>
