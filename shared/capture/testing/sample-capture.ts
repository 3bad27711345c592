import type { CaptureDetail, CaptureSummary } from '../capture.ts'

/** A row of a list as the engine gives it; tests say only what they are about. */
export function sampleSummary(more: Partial<CaptureSummary> = {}): CaptureSummary {
  return {
    id: '019c0000-0000-7000-8000-000000000001',
    seq: 1,
    change: 1,
    receivedAt: 1_700_000_000_000,
    endpoint: 'default',
    method: 'POST',
    target: '/',
    eventType: null,
    eventId: null,
    attempt: 1,
    duplicate: false,
    state: 'complete',
    bodySize: 0,
    answeredStatus: 200,
    answeredMs: 1,
    pinned: false,
    hasNote: false,
    deliveries: 0,
    tags: [],
    drifts: false,
    verdict: null,
    provider: null,
    verdictReason: null,
    handshake: null,
    ...more,
  }
}

/** Likewise a whole capture. */
export function sampleDetail(more: Partial<CaptureDetail> = {}): CaptureDetail {
  return {
    ...sampleSummary(),
    httpVersion: '1.1',
    remoteAddress: '127.0.0.1',
    remotePort: 1,
    via: null,
    pathToken: null,
    headers: [],
    trailers: [],
    bodyMs: 0,
    reason: null,
    answer: null,
    note: '',
    imported: null,
    duplicateOf: null,
    attemptCounter: null,
    handshakeRefusal: null,
    shapeChanges: [],
    ...more,
  }
}
