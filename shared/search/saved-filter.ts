import { z } from 'zod'
import { LONGEST_FILTER } from './parse-filter.ts'

/** A filter that is kept under a name. */
export const savedFilter = z.object({
  id: z.uuid(),
  /** Unlike that of any other, whatever the case. */
  name: z.string().trim().min(1).max(60),
  text: z.string().max(LONGEST_FILTER),
  /** Slug of the endpoint that it is of; null: of any. */
  endpoint: z.string().nullable(),
})

export type SavedFilter = z.infer<typeof savedFilter>
