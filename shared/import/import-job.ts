import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { endpointSlug } from '../endpoint/endpoint.ts'
import { LIMITS } from '../limits.ts'
import { importFormat } from './import-format.ts'

/** As long as a path may be on any system. */
const MOST_NAME = 32_768

/** Files that requests name, one behind the other in bytes that were streamed to `/imports`. */
const namedFiles = z.object({
  uploadId: z.uuid(),
  entries: z
    .array(z.object({ name: z.string().min(1).max(MOST_NAME), size: z.number().int().min(0).max(LIMITS.bodyBytes) }))
    .max(1000),
})

export const importRequest = z.object({
  /** Bytes that were streamed to `/imports` before. */
  uploadId: z.uuid(),
  fileName: z.string().max(255).default(''),
  /** Null: told from the content. */
  format: importFormat.nullable().default(null),
  /** Where all of it goes; null: where each belongs. */
  endpoint: endpointSlug.nullable().default(null),
  /** Null: those that requests name are not at hand. */
  files: namedFiles.nullable().default(null),
})

const said = z.object({ where: z.string(), message: z.string() })

/**
 * A file on its way in. It is read whole first (`checking`), waits to be asked for (`checked`), and then is written. What it
 * has written can be taken back.
 */
export const importJob = z.object({
  id: z.uuid(),
  fileName: z.string(),
  format: importFormat,
  state: z.enum(['checking', 'checked', 'writing', 'done', 'undoing', 'undone', 'cancelled', 'failed']),
  /** Of what is done in this state, 0 to 1. */
  share: z.number(),
  /** In the file, as far as it was read. */
  captures: z.number().int(),
  deliveries: z.number().int(),
  bodyBytes: z.number().int(),
  /** Captures that are here already, with the same id and bytes: they are left as they are. */
  already: z.number().int(),
  /** Captures that get another id, since theirs is taken by something else. */
  renamed: z.number().int(),
  /** Where the captures go, and whether the endpoint is made, or brought back, for it. */
  endpoints: z.array(z.object({ slug: endpointSlug, captures: z.number().int(), isNew: z.boolean() })),
  /** The first of what is wrong with the file, and how much there is. */
  problems: z.array(said),
  problemCount: z.number().int(),
  /** What to do about them, each once. */
  nextSteps: z.array(z.string()),
  remarks: z.array(said),
  /** What the limits of keeping captures would delete if this came in; sentences. */
  losses: z.array(z.string()),
  /** Written so far. They are seen only once all of them are. */
  written: z.number().int(),
  /** Ids of the first captures that were written. */
  ids: z.array(captureId),
  /** Why it failed, and what to do. */
  problem: z.string().nullable(),
})

export type ImportRequest = z.infer<typeof importRequest>
export type ImportJob = z.infer<typeof importJob>
