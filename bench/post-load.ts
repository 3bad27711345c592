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

/** Posts from 32 connections, for some seconds or a number of times. Throws if any was not answered 2xx. */
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
