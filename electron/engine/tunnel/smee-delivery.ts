import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../../shared/contract/errors.ts'
import type { SmeeRequest } from './smee-request.ts'

/** smee does not try again, and has told the provider that all is well: what the receiver cannot take now waits here. */
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000, 8_000]
const ANSWER_MS = 60_000

/** Hands a request to the receiver; rejects when it could not take it for as long as `retryMs` says. */
export async function deliver(
  request: SmeeRequest,
  port: number,
  signal: AbortSignal,
  retryMs: ReadonlyArray<number> = RETRY_MS,
): Promise<void> {
  for (const delay of retryMs) {
    if (await isTaken(request, port, signal)) return
    await wait(delay, undefined, { signal })
  }
  if (await isTaken(request, port, signal)) return
  throw new AppError('unavailable', 'The receiver could not take it.')
}

/** Any answer but 503 is the receiver's word on it; whatever else goes wrong may come after it was received. */
async function isTaken(request: SmeeRequest, port: number, signal: AbortSignal): Promise<boolean> {
  try {
    return (await post(request, port, signal)) !== 503
  } catch (error) {
    // Tried again after anything else, it could be there twice.
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return false
    throw error
  }
}

function post({ target, headers, body }: SmeeRequest, port: number, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = http.request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: target,
      agent: false,
      signal,
      timeout: ANSWER_MS,
      // As a list: what is there twice is sent twice, and the Host that the provider called stays.
      headers: [
        ...host(headers, port),
        ...headers,
        ['content-length', String(Buffer.byteLength(body))] as const,
      ].flat(),
    })
    sent.once('timeout', () => sent.destroy(new Error('The receiver did not answer')))
    sent.once('error', reject)
    sent.once('response', (response) => {
      response.resume()
      response.once('close', () => resolve(response.statusCode ?? 0))
    })
    sent.end(body)
  })
}

function host(headers: SmeeRequest['headers'], port: number): SmeeRequest['headers'] {
  return headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['host', `127.0.0.1:${port}`]]
}
