import { z } from 'zod'
import { foldCase } from './fold-case.ts'
import { LONGEST_FILTER } from './parse-filter.ts'

/** More than these nobody finds anything in. */
export const MOST_SAVED_FILTERS = 1000

/** It is typed after an @, and shown in terminals. */
export const savedFilterName = z
  .string()
  .trim()
  .min(1, 'A filter needs a name.')
  .max(60)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u, 'A name has no control characters and no line ends.')

/** A filter that is kept under a name. */
export const savedFilter = z.object({
  id: z.uuid(),
  /** Unlike that of any other, whatever the case. */
  name: savedFilterName,
  text: z.string().max(LONGEST_FILTER),
  /** Slug of the endpoint that it is of; null: of any. */
  endpoint: z.string().nullable(),
  /** Where the user put it; those that were never put anywhere come after the others, by name. */
  position: z.number().int().nullable().default(null),
})

/** Whether two names count as one: whatever the case, and however accents are written. */
export function isSameFilterName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other)
}

function nameKey(name: string): string {
  return foldCase(name.trim().normalize('NFC'))
}

export type SavedFilter = z.infer<typeof savedFilter>
