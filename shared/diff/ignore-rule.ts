import { z } from 'zod'
import { endpointSlug } from '../endpoint/endpoint.ts'

/** What does not count when two things are compared, as `IgnoreRules` reads it. */
export const ignoreRule = z.string().trim().min(1).max(500)

export const MOST_IGNORE_RULES = 200

/** The rules that are kept for an endpoint; null: for what belongs to none, such as two files. */
export const endpointIgnoreRules = z.object({
  endpoint: endpointSlug.nullable(),
  /** In the order in which they were given. */
  rules: z.array(ignoreRule).max(MOST_IGNORE_RULES),
})

export type EndpointIgnoreRules = z.infer<typeof endpointIgnoreRules>
