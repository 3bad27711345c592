import { z } from 'zod'
import { exportJob, exportRequest } from '../export/export-job.ts'

export const exportCalls = {
  /** Prepares a file of captures. Whoever wants it takes its bytes from `/exports/<id>`; progress comes as `export.job` events. */
  'export.start': { input: exportRequest, output: exportJob },
  'export.cancel': { input: z.object({ id: z.uuid() }), output: z.object({ cancelled: z.boolean() }) },
} as const
