import type { DeliveryRow } from '../store/delivery-row.ts'

/**
 * Deliveries of a run on their way between threads: texts and numbers as one flat list, ids and response bodies in one
 * block of memory that changes hands. To clone an object for each would cost more than to write it.
 */
export interface PackedDeliveries {
  /** `FIELDS` values a delivery. */
  readonly values: ReadonlyArray<string | number | null>
  /** The id, then the response's body, of each in turn. */
  readonly bytes: ArrayBuffer
}

const FIELDS = 11
const ID_BYTES = 16

/** Pass `bytes` to `postMessage` as well, to hand it over. Unedited replays only: they have no body of their own. */
export function packDeliveries(rows: ReadonlyArray<DeliveryRow>): PackedDeliveries {
  const bytes = new Uint8Array(rows.reduce((sum, { responseBody }) => sum + ID_BYTES + responseBody.length, 0))
  const values: (string | number | null)[] = []
  let offset = 0
  for (const row of rows) {
    bytes.set(row.id, offset)
    bytes.set(row.responseBody, offset + ID_BYTES)
    offset += ID_BYTES + row.responseBody.length
    values.push(
      row.captureId,
      row.captureSeq,
      row.startedAt,
      row.url,
      row.method,
      row.outcome,
      row.changes,
      row.requestHeaders,
      row.requestBodySize,
      row.response,
      row.responseBody.length,
    )
  }
  return { values, bytes: bytes.buffer }
}

export function unpackDeliveries({ values, bytes }: PackedDeliveries): DeliveryRow[] {
  const rows: DeliveryRow[] = []
  let offset = 0
  for (let at = 0; at < values.length; at += FIELDS) {
    const bodySize = values[at + 10] as number
    rows.push({
      id: new Uint8Array(bytes, offset, ID_BYTES),
      captureId: values[at] as string,
      captureSeq: values[at + 1] as number,
      kind: 'replay',
      startedAt: values[at + 2] as number,
      url: values[at + 3] as string,
      method: values[at + 4] as string,
      edited: false,
      outcome: values[at + 5] as string,
      changes: values[at + 6] as string,
      requestHeaders: values[at + 7] as string,
      requestBodySize: values[at + 8] as number,
      requestBody: null,
      response: values[at + 9] as string | null,
      responseBody: new Uint8Array(bytes, offset + ID_BYTES, bodySize),
    })
    offset += ID_BYTES + bodySize
  }
  return rows
}
