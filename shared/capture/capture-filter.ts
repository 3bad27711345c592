import { z } from 'zod'
import { LONGEST_FILTER } from '../search/parse-filter.ts'

/** What a list shows. Every condition that is given must hold. */
export const captureFilter = z.object({
  /** Slug. */
  endpoint: z.string().optional(),
  /** In the language of filters (`parseFilter`). */
  text: z.string().max(LONGEST_FILTER).optional(),
  /** Received at or after this unix time in ms. */
  from: z.number().int().optional(),
  /** Received before this unix time in ms. */
  to: z.number().int().optional(),
})

export type CaptureFilter = z.infer<typeof captureFilter>
