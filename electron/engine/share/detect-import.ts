import fs from 'node:fs'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ImportFormat } from '../../../shared/import/import-format.ts'
import { looksLikeRequests, requestsKind } from '../../../shared/import/read-requests.ts'
import { refuseCsv } from '../../../shared/import/refuse-csv.ts'

const LOOKED_AT = 64 * 1024

/** What a file is, by how it begins. Throws `AppError` for what cannot be imported. */
export async function detectImport(file: string): Promise<ImportFormat> {
  const handle = await fs.promises.open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0)
    return importFormatOf(buffer.subarray(0, bytesRead))
  } finally {
    await handle.close()
  }
}

/** Likewise of the beginning of a file. */
export function importFormatOf(start: Buffer): ImportFormat {
  if (start.length === 0) throw new AppError('invalid-input', 'The file is empty. Choose another.')
  if (start[0] === 0x1f && start[1] === 0x8b) return 'bundle'
  if (start.toString('latin1', 0, 4) === 'PK\u0003\u0004') {
    throw new AppError(
      'invalid-input',
      'A zip of bodies has no requests in it, so it cannot be imported. Export a bundle instead.',
    )
  }
  const latin1 = start.toString('latin1')
  if (looksLikeRequests(latin1)) {
    const kind = requestsKind(latin1)
    return kind === 'curl' || kind === 'fetch' ? 'curl' : 'http'
  }
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  if (!text.startsWith('{')) {
    refuseCsv(text)
    // Something may stand in front of it.
    if (/(?:^|[\s/\\(`])curl(?:\.exe)?[\s"']/i.test(text.slice(0, 4096))) return 'curl'
    throw new AppError(
      'invalid-input',
      'This is no file that captures can be imported from. Known are Hookbench bundles, HAR, NDJSON, raw HTTP requests, .http files, curl commands and fetch calls. If it is one of these, say which on the command line: hookbench import FILE --format curl.',
    )
  }
  // A line of NDJSON says its kind; a HAR is one object around all, often over many lines.
  return /"kind"\s*:\s*"(?:capture|endpoint|delivery)"/.test(text.split('\n', 1)[0] ?? '') && !/^\{\s*"log"/.test(text)
    ? 'ndjson'
    : /^\{\s*"log"/.test(text) || text.includes('"entries"')
      ? 'har'
      : 'ndjson'
}
