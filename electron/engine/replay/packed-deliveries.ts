import type { DeliveryRow } from '../store/delivery-row.ts'

/**
 * Deliveries of a run on their way between threads: texts and numbers as one flat list, ids and bodies in one block of
 * memory that changes hands. To clone an object for each would cost more than to write it.
 */
export interface PackedDeliveries {
  /** `FIELDS` values a delivery. */
  readonly values: ReadonlyArray<string | number | null>
  /** The id, then the response's body, then the request's, of each in turn. */
  readonly bytes: ArrayBuffer
}

const FIELDS = 12
const ID_BYTES = 16
/** Instead of a length: the captured body was sent. Signing anew may put another in its place. */
const CAPTURED = -1

/** What its bodies take in memory until it is written. */
export function keptBytes({ requestBody, responseBody }: Pick<DeliveryRow, 'requestBody' | 'responseBody'>): number {
  return responseBody.length + (requestBody?.length ?? 0)
}

/** Pass `bytes` to `postMessage` as well, to hand it over. */
export function packDeliveries(rows: ReadonlyArray<DeliveryRow>): PackedDeliveries {
  const bytes = new Uint8Array(rows.reduce((sum, row) => sum + ID_BYTES + keptBytes(row), 0))
  const values: (string | number | null)[] = []
  let offset = 0
  for (const row of rows) {
    bytes.set(row.id, offset)
    bytes.set(row.responseBody, offset + ID_BYTES)
    if (row.requestBody !== null) bytes.set(row.requestBody, offset + ID_BYTES + row.responseBody.length)
    offset += ID_BYTES + keptBytes(row)
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
      row.requestBody?.length ?? CAPTURED,
    )
  }
  return { values, bytes: bytes.buffer }
}

export function unpackDeliveries({ values, bytes }: PackedDeliveries): DeliveryRow[] {
  const rows: DeliveryRow[] = []
  let offset = 0
  for (let at = 0; at < values.length; at += FIELDS) {
    const [responseSize, requestSize] = [values[at + 10] as number, values[at + 11] as number]
    const responseBody = new Uint8Array(bytes, offset + ID_BYTES, responseSize)
    const requestBody =
      requestSize === CAPTURED ? null : new Uint8Array(bytes, offset + ID_BYTES + responseSize, requestSize)
    const row: DeliveryRow = {
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
      requestBody,
      response: values[at + 9] as string | null,
      responseBody,
    }
    rows.push(row)
    offset += ID_BYTES + keptBytes(row)
  }
  return rows
}
