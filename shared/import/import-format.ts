import { z } from 'zod'

/** What can be read. */
export const importFormat = z.enum(['bundle', 'har', 'ndjson', 'http', 'curl'])

export type ImportFormat = z.infer<typeof importFormat>

export const IMPORT_TITLES: Readonly<Record<ImportFormat, string>> = {
  bundle: 'Hookbench bundle',
  har: 'HAR',
  ndjson: 'NDJSON',
  http: 'raw HTTP or a .http file',
  curl: 'curl commands or fetch calls',
}
