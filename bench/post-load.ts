import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import autocannon from 'autocannon'

export const CONNECTIONS = 32

/** About 1 KB of JSON, as a provider would send. */
export const PAYLOAD = JSON.stringify({
  id: 'evt_1QabR2LkdIwHu7ix3fGzTqXY',
  object: 'event',
  type: 'payment_intent.succeeded',
  created: 1_763_726_671,
  data: { object: { id: 'pi_3QabR1LkdIwHu7ix0JyKd2mE', amount: 1099, currency: 'eur', description: 'x'.repeat(780) } },
})

export interface LoadResult {
  readonly perSecond: number
  /** In ms. */
  readonly p50: number
  readonly p99: number
  readonly answered: number
}

/** The same, but different bodies of `seededCaptures`, and at most so many a second. */
export function postSteadily(port: number, seconds: number, perSecond: number): Promise<LoadResult> {
  return post({ port, connections: CONNECTIONS, ms: seconds * 1000, perSecond, body: null })
}

/**
 * Posts by Node's own client in a process of its own, as senders do, for so many seconds or so many requests. Throws if
 * any was not answered 200.
 */
export async function postAsSenders(
  port: number,
  length: number | { readonly amount: number },
  host?: string,
): Promise<LoadResult> {
  const until = typeof length === 'number' ? { ms: length * 1000 } : length
  return post({ port, host, connections: CONNECTIONS, ...until, body: PAYLOAD })
}

async function post(options: object): Promise<LoadResult> {
  const client = fileURLToPath(new URL('./http-client.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [client, JSON.stringify(options)])
  return JSON.parse(stdout) as LoadResult
}

/** Posts by autocannon, which costs less a request than any server. Throws if any was not answered 2xx. */
export async function postLoad(url: string, length: { seconds: number } | { amount: number }): Promise<LoadResult> {
  const started = performance.now()
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: PAYLOAD,
    ...('seconds' in length ? { duration: length.seconds } : { amount: length.amount }),
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests were not answered 2xx`)
  const answered = result['2xx']
  const seconds = (performance.now() - started) / 1000
  return { perSecond: answered / seconds, p50: result.latency.p50, p99: result.latency.p99, answered }
}
