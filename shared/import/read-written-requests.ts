import { AppError } from '../contract/errors.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import type { NamedRequest } from './parse-http-file.ts'
import { type RequestsKind, readRequests } from './read-requests.ts'
import { type RequestFault, RequestFaults } from './request-faults.ts'
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
  const faults = new RequestFaults()
  try {
    const { kind, requests } = readRequests(text, { ...source, faults })
    const all = inTheirOrder(requests, faults.found)
    for (const [index, one] of all.entries()) {
      const where = all.length === 1 ? 'The request' : `Request ${index + 1}`
      if ('request' in one) yield* itemsOf(one, where, kind, source)
      else yield problem(placed(where, one), one.message)
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    yield problem('The file', error.message)
  }
}

/** Those that can be read and those that cannot, so that each has the number that it has in the file. */
function inTheirOrder(
  requests: ReadonlyArray<NamedRequest>,
  faults: ReadonlyArray<RequestFault>,
): ReadonlyArray<NamedRequest | RequestFault> {
  return faults.length === 0 ? requests : [...requests, ...faults].sort((a, b) => a.line - b.line)
}

/** With the line, unless what is said names it. */
function placed(where: string, { line, message }: RequestFault): string {
  return /^At line \d/.test(message) ? where : `${where} (line ${line})`
}

function itemsOf(
  { name, line, request }: NamedRequest,
  where: string,
  kind: RequestsKind,
  source: ImportSource,
): ImportItem[] {
  const from = name === null ? KINDS[kind] : `${KINDS[kind]}, ${name}`
  return requestItems(request, where, from, source).map((item) =>
    item.kind === 'problem' ? { ...item, where: placed(where, { line, message: item.message }) } : item,
  )
}
