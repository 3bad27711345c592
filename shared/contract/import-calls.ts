import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { headerPairs } from '../http/header-pairs.ts'
import { importJob, importRequest } from '../import/import-job.ts'

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
  /** Reads a file whole, to see what importing it would do. Nothing is written before `import.write`; progress comes as `import.job` events. */
  'import.check': { input: importRequest, output: importJob },
  /** Writes what was checked. `anyway`: even if the user's own limits delete some of it, or of what is here. */
  'import.write': { input: z.object({ id: z.uuid(), anyway: z.boolean().default(false) }), output: importJob },
  /** Nothing of it stays. False once all of it is on disk. */
  'import.cancel': { input: z.object({ id: z.uuid() }), output: z.object({ cancelled: z.boolean() }) },
  /** Deletes again what the newest import has written; progress comes as `import.job` events. */
  'import.undo': { input: z.object({ id: z.uuid() }), output: importJob },
  /** The newest, running or not. */
  'import.job': { input: z.object({}), output: z.object({ job: importJob.nullable() }) },
} as const
