import { type ExportedCapture, NOTHING_FOUND } from '../export/exported-capture.ts'
import { captureLine } from '../export/ndjson-line.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import type { ImportedRequest } from './imported-request.ts'
import { checked, checkedBody, EntryError } from './read-line.ts'

/** What an export of it must hold, lest it could not be read again. */
const written = captureLine.pick({ method: true, target: true, headers: true, trailers: true, note: true })
const LONGEST_NOTE = 100_000

/** Why a capture that was brought in has no answer. */
export const NOBODY_WAITED = 'Imported, so nobody waited for an answer.'

/** A request that somebody wrote down, as a capture of now. `from` says in its note what it was read from. */
export function requestItems(
  request: ImportedRequest,
  where: string,
  from: string,
  source: ImportSource,
): ImportItem[] {
  const { neededFiles, warnings } = request
  if (neededFiles.length > 0) {
    const files = neededFiles.map((file) => JSON.stringify(file.slice(0, 200))).join(', ')
    const next =
      'On the command line, hookbench import FILE --files reads it; or put what is in it into the command, with --data-raw or --data-binary, cookies with -b "name=value".'
    return [problem(where, `It needs ${files}.`, next)]
  }
  try {
    const capture = requestedCapture(request, from, source)
    return [
      ...warnings.map((message): ImportItem => ({ kind: 'remark', where, message })),
      { kind: 'capture', where, capture },
    ]
  } catch (error) {
    if (!(error instanceof EntryError)) throw error
    return [problem(where, error.message, error.next)]
  }
}

function requestedCapture(request: ImportedRequest, from: string, { now, newId }: ImportSource): ExportedCapture {
  const { httpVersion, body, ...given } = request
  const note = `Imported from ${from}.`.slice(0, LONGEST_NOTE)
  const { method, target, headers, trailers } = checked(written, { ...given, note })
  return {
    id: newId(),
    receivedAt: now,
    endpoint: null,
    method,
    target,
    httpVersion,
    headers,
    trailers,
    // Its own: requests of one command share theirs, and what is handed to another thread is gone here.
    body: checkedBody(body).slice(),
    state: 'complete',
    reason: null,
    remoteAddress: null,
    remotePort: null,
    via: null,
    bodyUs: null,
    answer: { status: null, afterUs: null, content: null, reason: NOBODY_WAITED },
    pinned: false,
    note,
    tags: [],
    found: NOTHING_FOUND,
  }
}
