import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { headerPairs } from '../http/header-pairs.ts'

export const importCalls = {
  /** Keeps a request that was not received here as a capture of now. The body was uploaded to `/uploads` before. */
  'import.request': {
    input: z.object({
      method: z.string().min(1).max(40),
      target: z
        .string()
        .min(1)
        .max(64 * 1024),
      httpVersion: z.enum(['1.0', '1.1']),
      headers: headerPairs,
      /** Null: it has none. */
      uploadId: z.uuid().nullable(),
      /** Says where it came from. */
      note: z.string().min(1).max(100_000),
    }),
    output: z.object({ id: captureId }),
  },
} as const
