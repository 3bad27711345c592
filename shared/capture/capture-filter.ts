import { z } from 'zod'
import { LONGEST_FILTER } from '../search/parse-filter.ts'
import { isTimeZone, LONGEST_ZONE } from '../search/zoned-time.ts'

/** What a list shows. Every condition that is given must hold. */
export const captureFilter = z.object({
  /** Slug. */
  endpoint: z.string().optional(),
  /** In the language of filters (`parseFilter`). */
  text: z.string().max(LONGEST_FILTER).optional(),
  /** Time zone of whoever asks, for the days and clock times of the text; without one it is that of the machine. */
  zone: z.string().max(LONGEST_ZONE).refine(isTimeZone, 'This is no time zone.').optional(),
  /** Received at or after this unix time in ms. */
  from: z.number().int().optional(),
  /** Received before this unix time in ms. */
  to: z.number().int().optional(),
})

export type CaptureFilter = z.infer<typeof captureFilter>
