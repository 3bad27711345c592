import http from 'node:http'
import { AppError } from '../../../shared/contract/errors.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { endpointPath } from '../../../shared/endpoint/endpoint-public-url.ts'

const SAMPLE = {
  id: 'evt_sample',
  type: 'hookbench.sample',
  created: 0,
  data: { object: { message: 'Hello from Hookbench', amount: 1099, currency: 'eur', tags: ['sample', 'größer'] } },
}

/** Sends a sample webhook through the receiver, as any sender would. */
export function sendSample(
  receiverUrl: string,
  endpoint: Pick<Endpoint, 'slug' | 'access'>,
): Promise<{ status: number }> {
  const body = Buffer.from(JSON.stringify({ ...SAMPLE, created: Math.floor(Date.now() / 1000) }, null, 2))
  const base = endpointPath(endpoint)
  const path = endpoint.slug === DEFAULT_ENDPOINT ? `${base.replace(/\/$/, '')}/sample` : base
  return new Promise((resolve, reject) => {
    const request = http.request(
      new URL(path, receiverUrl),
      {
        method: 'POST',
        agent: false,
        timeout: 65_000,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': body.length,
          'User-Agent': 'Hookbench-Sample/1',
        },
      },
      (response) => {
        response.resume()
        response.on('end', () => resolve({ status: response.statusCode ?? 0 }))
      },
    )
    request.on('timeout', () => request.destroy(new Error('no answer')))
    request.on('error', (error) =>
      reject(
        new AppError('unavailable', `The sample could not be sent to ${receiverUrl}: ${error.message}.`, {
          cause: error,
        }),
      ),
    )
    request.end(body)
  })
}
