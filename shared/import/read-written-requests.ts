import { AppError } from '../contract/errors.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import type { NamedRequest } from './parse-http-file.ts'
import { type RequestsKind, readRequests } from './read-requests.ts'
import { requestItems } from './requested-capture.ts'
import { wholeFile } from './whole-file.ts'

const KINDS: Readonly<Record<RequestsKind, string>> = {
  curl: 'a curl command',
  fetch: 'a fetch call',
  'http-file': 'a .http file',
  'raw-http': 'a raw HTTP request',
}

/** Requests that somebody wrote or pasted: curl commands, raw HTTP, a `.http` file. */
export async function* readWrittenRequests(source: ImportSource): AsyncIterable<ImportItem> {
  const text = latin1FromBytes(await wholeFile(source.bytes, 'requests'))
  try {
    const { kind, requests } = readRequests(text, source)
    for (const [index, one] of requests.entries()) {
      yield* itemsOf(one, requests.length === 1 ? 'The request' : `Request ${index + 1}`, kind, source)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    yield problem('The file', error.message)
  }
}

function itemsOf(
  { name, request }: NamedRequest,
  where: string,
  kind: RequestsKind,
  source: ImportSource,
): ImportItem[] {
  return requestItems(request, where, name === null ? KINDS[kind] : `${KINDS[kind]}, ${name}`, source)
}
