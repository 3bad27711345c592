import { z } from 'zod'

/** What captures can be grouped by. */
export const groupedBy = z.enum(['endpoint', 'provider', 'event', 'event-id', 'method', 'path', 'status'])

/** Captures that have a value in common; null: they have none. */
export const captureGroup = z.object({ value: z.string().nullable(), count: z.number().int() })

export type GroupedBy = z.infer<typeof groupedBy>
