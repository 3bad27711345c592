import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { captureFilter } from '../capture/capture-filter.ts'
import { redactionReport } from '../redact/redaction-report.ts'
import { exportFormat } from './export-format.ts'
import { leftOut } from './left-out.ts'

/** Which captures: a selection, or all that a filter takes. */
const exportScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ids'), ids: z.array(captureId).min(1).max(10_000) }),
  z.object({ kind: z.literal('filter'), filter: captureFilter }),
])

export const exportRequest = z.object({
  scope: exportScope,
  format: exportFormat,
  /** Deliveries too, where the format has a place for them. */
  deliveries: z.boolean().default(true),
  /** Take out what must not be shared, by the rules of the settings. */
  redact: z.boolean().default(true),
})

/** A file that is being written. Its bytes are at `/exports/<id>`, once; nothing is read before somebody takes them. */
export const exportJob = z.object({
  id: z.uuid(),
  format: exportFormat,
  fileName: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  captures: z.number().int(),
  deliveries: z.number().int(),
  /** Handed over so far. */
  bytes: z.number().int(),
  /** Of the captures that are looked at, 0 to 1. */
  share: z.number(),
  /** Why it failed, and what to do. */
  problem: z.string().nullable(),
  /** What was taken out of it, once it is done; null if it is as it came. */
  redaction: redactionReport.nullable(),
  leftOut,
})

export type ExportRequest = z.infer<typeof exportRequest>
export type ExportJob = z.infer<typeof exportJob>
