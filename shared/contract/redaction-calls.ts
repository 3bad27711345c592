import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { headerPairs } from '../http/header-pairs.ts'
import { redactionReport } from '../redact/redaction-report.ts'
import { redactionRules } from '../redact/redaction-rules.ts'

export const redactionCalls = {
  /** A capture as it would be shared, to look at or to copy. What is stored stays as it is. */
  'redaction.capture': {
    input: z.object({
      id: captureId,
      /** To try others than those of the settings. */
      rules: redactionRules.optional(),
      /** Of the body, in bytes: what is beyond it is left out of the answer. */
      maxBody: z
        .number()
        .int()
        .min(0)
        .max(1024 * 1024)
        .default(64 * 1024),
    }),
    output: z.object({
      method: z.string().nullable(),
      target: z.string().nullable(),
      headers: headerPairs,
      trailers: headerPairs,
      note: z.string(),
      body: z.base64(),
      bodySize: z.number().int(),
      report: redactionReport,
    }),
  },
} as const
