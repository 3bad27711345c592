import { z } from 'zod'

/** `not-checkable`: nothing speaks against it, but something is missing to judge it. */
export const verdict = z.enum(['valid', 'invalid', 'not-checkable'])

export type Verdict = z.infer<typeof verdict>
