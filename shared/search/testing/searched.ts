import type { SearchedBody, SearchedCapture } from '../searched-capture.ts'

type Plain = Partial<Omit<SearchedCapture, 'headers' | 'note' | 'tags' | 'body'>> & {
  readonly headers?: ReadonlyArray<readonly [string, string]>
  readonly note?: string
  readonly tags?: ReadonlyArray<string>
  readonly body?: string | SearchedBody
}

/** A capture to ask filters of; what is not said is that of a small POST. */
export function searched({ headers = [], note = '', tags = [], body, ...row }: Plain = {}): SearchedCapture {
  const read = typeof body === 'string' ? { text: body, fields: null } : (body ?? null)
  return {
    id: '01932c3a-0000-7000-8000-000000000001',
    receivedAt: 1_000_000,
    endpoint: 'stripe',
    method: 'POST',
    target: '/stripe/hook?page=2',
    eventType: 'payment_intent.succeeded',
    eventId: null,
    state: 'complete',
    bodySize: read?.text.length ?? 0,
    answeredStatus: 200,
    answeredMs: 4,
    pinned: false,
    verdict: null,
    provider: null,
    handshake: null,
    drifts: false,
    attempt: 1,
    isDuplicate: false,
    isReplayed: false,
    ...row,
    headers: () => headers,
    note: () => note,
    tags: () => tags,
    body: () => read,
  }
}
