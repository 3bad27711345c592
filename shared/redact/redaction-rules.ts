import { z } from 'zod'
import { redactionKind } from './redaction-kind.ts'

/** An own pattern, in RE2's syntax: it has no look-around and no back-references, so that no text can make it slow. */
export const ownPattern = z.object({
  name: z.string().trim().min(1, 'A pattern needs a name.').max(80),
  pattern: z.string().min(1, 'The pattern is empty.').max(1000, 'A pattern has at most 1,000 characters.'),
  ignoreCase: z.boolean(),
})

/** What is redacted before sharing. */
export const redactionRules = z.object({
  /** Kinds that are left as they are. Saved secrets are always taken out. */
  off: z.array(redactionKind.exclude(['secret', 'pattern'])).max(20),
  patterns: z.array(ownPattern).max(50, 'There are at most 50 patterns.'),
})

export const DEFAULT_REDACTION_RULES: RedactionRules = { off: [], patterns: [] }

export type OwnPattern = z.infer<typeof ownPattern>
export type RedactionRules = z.infer<typeof redactionRules>
