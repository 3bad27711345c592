import { z } from 'zod'

/** Where deliveries go: a URL, possibly saved under a name. */
export const savedTarget = z.object({
  /** As written, `/*` at the end included. */
  url: z.string().max(8192),
  /** Null: only remembered, because it was used. */
  name: z.string().max(80).nullable(),
  /** Accept any certificate: for a self-signed server of one's own. */
  allowSelfSigned: z.boolean(),
  lastUsedAt: z.number().int().nullable(),
})

export type SavedTarget = z.infer<typeof savedTarget>
