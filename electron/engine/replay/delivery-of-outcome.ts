import type { DeliveryDetail, OutcomeSummary, SentChange } from '../../../shared/delivery/delivery.ts'
import type { DeliveryRecord, StoredRequest } from '../store/delivery-record.ts'
import type { PreparedRequest } from './prepare-request.ts'
import type { WireOutcome } from './wire/wire-types.ts'

export interface DeliveryFacts {
  readonly id: string
  readonly captured: StoredRequest
  readonly kind: DeliveryDetail['kind']
  readonly startedAt: number
  /** Null: the captured body was sent as it is. */
  readonly requestBody: Uint8Array | null
}

/** What is kept of a request that was sent and its outcome. */
export function deliveryOfOutcome(
  facts: DeliveryFacts,
  request: PreparedRequest,
  outcome: WireOutcome,
): DeliveryRecord {
  return {
    id: facts.id,
    captureId: facts.captured.id,
    captureSeq: facts.captured.seq,
    kind: facts.kind,
    startedAt: facts.startedAt,
    url: request.url,
    method: request.wire.method,
    edited: request.edited,
    outcome: keptOutcome(outcome),
    changes: outcome.sentAgain ? [...request.changes, SENT_AGAIN] : request.changes,
    requestHeaders: request.headers,
    requestBodySize: request.wire.body.length,
    response: outcome.response,
    requestBody: facts.requestBody,
    responseBody: outcome.body,
  }
}

/** What is kept of a delivery that could not even be sent, so that it can be seen beside its capture. */
export function deliveryNotSent(facts: DeliveryFacts, url: string, why: string): DeliveryRecord {
  const { captured } = facts
  return {
    id: facts.id,
    captureId: captured.id,
    captureSeq: captured.seq,
    kind: facts.kind,
    startedAt: facts.startedAt,
    url,
    method: captured.method ?? '',
    edited: false,
    outcome: {
      kind: 'failed',
      reason: 'aborted',
      message: `It was not sent. ${why}`,
      timings: { dns: null, connect: null, tls: null, firstByte: null, total: 0 },
    },
    changes: [],
    requestHeaders: captured.headers.map(([name, value]) => [name, value]),
    requestBodySize: (facts.requestBody ?? captured.body).length,
    response: null,
    requestBody: facts.requestBody,
    responseBody: new Uint8Array(),
  }
}

function keptOutcome(outcome: WireOutcome): OutcomeSummary {
  const { timings } = outcome
  if (outcome.kind === 'failed') return { kind: 'failed', reason: outcome.reason, message: outcome.message, timings }
  const { response, body, bodyTruncated } = outcome
  return { kind: 'answered', status: response.status, bodySize: body.length, bodyTruncated, timings }
}

const SENT_AGAIN: SentChange = {
  kind: 'replaced',
  header: 'Connection',
  from: null,
  to: null,
  why: 'The target had closed the connection that was kept from the request before, so this one was sent once more on a new connection.',
}
