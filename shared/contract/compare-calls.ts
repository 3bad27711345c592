import { z } from 'zod'
import { endpointIgnoreRules, ignoreRule, MOST_IGNORE_RULES } from '../diff/ignore-rule.ts'

const changed = z.array(ignoreRule).max(MOST_IGNORE_RULES).default([])

export const compareCalls = {
  /** Of every endpoint that has some, deleted ones included. */
  'ignoreRules.list': { input: z.object({}), output: z.array(endpointIgnoreRules) },
  /** Adds rules and takes others away, so that two screens do not undo each other's. Answers those that there are then. */
  'ignoreRules.change': {
    input: z.object({ endpoint: endpointIgnoreRules.shape.endpoint, add: changed, remove: changed }),
    output: endpointIgnoreRules,
  },
} as const
