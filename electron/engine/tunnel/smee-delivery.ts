import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { SmeeRequest } from './smee-request.ts'

/** smee does not try again, and has told the provider that all is well: what the receiver cannot take now waits here. */
const RETRY_MS = [250, 500, 1_000, 2_000, 4_000, 8_000]
const ANSWER_MS = 60_000

/** Hands a request to the receiver. Resolves with what it answered; rejects when it took it not even after a while. */
export async function deliver(request: SmeeRequest, port: number, signal: AbortSignal): Promise<number> {
  for (const delay of RETRY_MS) {
    const status = await post(request, port, signal).catch((error: NodeJS.ErrnoException) => {
      // Anything else may have been received, and would be there twice.
      if (error.code === 'ECONNREFUSED') return null
      throw error
    })
    if (status !== null && status !== 503) return status
    await wait(delay, undefined, { signal })
  }
  return post(request, port, signal)
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
