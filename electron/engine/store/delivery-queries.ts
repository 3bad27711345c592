import type { DeliveryDetail, DeliverySummary } from '../../../shared/delivery/delivery.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes, idText, pairsFromJson } from './rows.ts'

/** What lists, details and exports read of a delivery alike. */
export interface DeliverySummaryRow {
  readonly id: Uint8Array
  readonly kind: 'replay' | 'forward'
  readonly started_at: number
  readonly url: string
  readonly method: string
  readonly edited: number
  readonly outcome: string
  readonly changes: string
}

interface DeliveryRow extends DeliverySummaryRow {
  readonly capture_id: Uint8Array
}

interface DeliveryDetailRow extends DeliveryRow {
  readonly request_headers: string
  readonly request_body_size: number
  readonly response: string | null
}

/** What was sent, without its bodies. */
export function deliveryQueries(db: ReadConnection) {
  return {
    deliveries(captureId: string): DeliverySummary[] {
      const rows = db
        .prepare(
          `SELECT d.*, c.id AS capture_id FROM deliveries d JOIN captures c ON c.seq = d.capture_seq
           WHERE c.id = ? ORDER BY d.seq DESC LIMIT 200`,
        )
        .all(idBytes(captureId)) as DeliveryRow[]
      return rows.map((row) => deliverySummary(row, idText(row.capture_id)))
    },

    delivery(id: string): DeliveryDetail | null {
      const row = db
        .prepare(
          `SELECT d.*, c.id AS capture_id, t.request_headers, t.request_body_size, t.response
           FROM deliveries d JOIN captures c ON c.seq = d.capture_seq JOIN delivery_contents t ON t.seq = d.seq WHERE d.id = ?`,
        )
        .get(idBytes(id)) as DeliveryDetailRow | undefined
      if (row === undefined) return null
      return {
        ...deliverySummary(row, idText(row.capture_id)),
        requestHeaders: pairsFromJson(row.request_headers),
        requestBodySize: row.request_body_size,
        response: row.response === null ? null : (JSON.parse(row.response) as DeliveryDetail['response']),
      }
    },
  }
}

export function deliverySummary(row: DeliverySummaryRow, captureId: string): DeliverySummary {
  return {
    id: idText(row.id),
    captureId,
    kind: row.kind,
    startedAt: row.started_at,
    url: row.url,
    method: row.method,
    edited: row.edited === 1,
    outcome: JSON.parse(row.outcome) as DeliverySummary['outcome'],
    changes: JSON.parse(row.changes) as DeliverySummary['changes'],
  }
}
