import type { DeliverySummary } from '../../../shared/delivery/delivery.ts'
import type { DeliveryRecord } from './delivery-record.ts'
import { flatFromPairs, idBytes, idText } from './rows.ts'

/** A finished delivery as it is stored: what its columns hold as JSON is text already, made where it was sent. */
export interface DeliveryRow {
  readonly id: Uint8Array
  readonly captureId: string
  readonly captureSeq: number
  readonly kind: DeliverySummary['kind']
  readonly startedAt: number
  readonly url: string
  readonly method: string
  readonly edited: boolean
  readonly outcome: string
  readonly changes: string
  readonly requestHeaders: string
  readonly requestBodySize: number
  /** Null: the captured body. */
  readonly requestBody: Uint8Array | null
  readonly response: string | null
  readonly responseBody: Uint8Array
}

export function rowOf(record: DeliveryRecord): DeliveryRow {
  return {
    id: idBytes(record.id),
    captureId: record.captureId,
    captureSeq: record.captureSeq,
    kind: record.kind,
    startedAt: record.startedAt,
    url: record.url,
    method: record.method,
    edited: record.edited,
    outcome: JSON.stringify(record.outcome),
    changes: JSON.stringify(record.changes),
    requestHeaders: JSON.stringify(flatFromPairs(record.requestHeaders)),
    requestBodySize: record.requestBodySize,
    requestBody: record.requestBody,
    response: record.response === null ? null : JSON.stringify(record.response),
    responseBody: record.responseBody,
  }
}

/** What screens are told of it. */
export function summaryOfRow(row: DeliveryRow): DeliverySummary {
  return {
    id: idText(row.id),
    captureId: row.captureId,
    kind: row.kind,
    startedAt: row.startedAt,
    url: row.url,
    method: row.method,
    edited: row.edited,
    outcome: JSON.parse(row.outcome) as DeliverySummary['outcome'],
    changes: JSON.parse(row.changes) as DeliverySummary['changes'],
  }
}
