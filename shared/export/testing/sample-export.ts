import { type ExportedCapture, type ExportedDelivery, NOTHING_FOUND } from '../exported-capture.ts'

/** A capture as it is exported; tests say only what they are about. */
export function sampleExport(more: Partial<ExportedCapture> = {}): ExportedCapture {
  return {
    id: '019c0000-0000-7000-8000-000000000001',
    receivedAt: 1_700_000_000_000,
    endpoint: 'default',
    method: 'POST',
    target: '/default?a=1&b=%20',
    httpVersion: '1.1',
    headers: [
      ['Host', 'hooks.example'],
      ['Content-Type', 'application/json'],
    ],
    trailers: [],
    body: new Uint8Array(),
    state: 'complete',
    reason: null,
    remoteAddress: '127.0.0.1',
    remotePort: 4000,
    via: null,
    bodyUs: 12,
    answer: { status: 200, afterUs: 900, content: { headers: [], body: new Uint8Array() }, reason: null },
    pinned: false,
    note: '',
    tags: [],
    found: NOTHING_FOUND,
    ...more,
  }
}

/** Likewise what was sent of it. */
export function sampleDelivery(more: Partial<ExportedDelivery> = {}): ExportedDelivery {
  const timings = { dns: null, connect: 1, tls: null, firstByte: 3, total: 4 }
  return {
    id: '019c0000-0000-7000-8000-00000000000a',
    captureId: '019c0000-0000-7000-8000-000000000001',
    kind: 'replay',
    startedAt: 1_700_000_001_000,
    url: 'http://localhost:3000/hook',
    method: 'POST',
    edited: false,
    outcome: { kind: 'answered', status: 201, bodySize: 2, bodyTruncated: false, timings },
    changes: [{ kind: 'replaced', header: 'Host', from: 'hooks.example', to: 'localhost:3000', why: 'The target.' }],
    requestHeaders: [['Host', 'localhost:3000']],
    requestBody: null,
    response: { status: 201, statusText: 'Created', httpVersion: '1.1', headers: [['X-A', 'b']], trailers: [] },
    responseBody: new Uint8Array([111, 107]),
    ...more,
  }
}
