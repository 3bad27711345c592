import { AppError } from '../contract/errors.ts'
import { latin1FromBytes } from '../http/latin1.ts'
import { LIMITS } from '../limits.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import { parseRawHttp, splitRawHttp } from './parse-raw-http.ts'
import { requestItems } from './requested-capture.ts'
import { wholeFile } from './whole-file.ts'

/** One or more requests as HTTP/1 writes them; all but the last say how long they are. */
export async function* readRawHttp(source: ImportSource): AsyncIterable<ImportItem> {
  const requests = splitRawHttp(latin1FromBytes(await wholeFile(source.bytes, 'raw HTTP requests')))
  for (const [index, request] of requests.entries()) {
    yield* itemsOf(request, requests.length === 1 ? 'The request' : `Request ${index + 1}`, source)
  }
}

function itemsOf(text: string, where: string, source: ImportSource): ImportItem[] {
  try {
    const request = parseRawHttp(text)
    if (request.body.length > LIMITS.bodyBytes) {
      return [
        problem(
          where,
          `Its body is larger than ${LIMITS.bodyBytes / 1024 / 1024} MiB, which is the most that is kept.`,
        ),
      ]
    }
    return requestItems(request, where, 'a raw HTTP request', source)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [problem(where, error.message)]
  }
}
