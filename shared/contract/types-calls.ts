import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { learnedType, relearning, typesRequest, writtenTypes } from '../shape/learned-types.ts'

export const typesCalls = {
  /** Every event type whose shape is known, by name. */
  'types.list': {
    input: z.object({}),
    output: z.object({
      types: z.array(learnedType),
      /** Captures that have not been looked at yet. */
      behind: z.number().int(),
      relearning: z.array(relearning),
    }),
  },
  /** Learns the types of an endpoint anew from the captures that are kept: what deleted ones taught goes. */
  'types.relearn': { input: z.object({ endpoint: z.string().max(200) }), output: z.object({}) },
  'types.stopRelearning': { input: z.object({ endpoint: z.string().max(200) }), output: z.object({}) },
  /** The types of an event's bodies, from all its captures; `not-found` names those that are like it. */
  'types.get': { input: typesRequest, output: writtenTypes },
  /** Takes the mark off captures whose shape was new: the user has seen it. */
  'drift.accept': { input: z.object({ ids: z.array(captureId).min(1).max(10_000) }), output: z.object({}) },
} as const
