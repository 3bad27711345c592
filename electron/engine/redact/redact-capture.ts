import type { Database } from 'better-sqlite3'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { ExportRedactor } from '../../../shared/export/redact-exported.ts'
import { ExportQueries } from '../store/export-queries.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { decodeContent } from './decode-content.ts'
import { newRedaction, type RedactionOrder } from './new-redaction.ts'

export type RedactedCapture = CallOutput<'redaction.capture'>

/** Somebody waits, and a run may have made thousands. */
const MOST_DELIVERIES = 100

/** One capture, as an export of it alone would have it. Throws `AppError` if it is gone. */
export async function redactCapture(
  db: Database,
  id: string,
  order: RedactionOrder,
  maxBody: number,
): Promise<RedactedCapture> {
  const queries = new ExportQueries(new ReadConnection(db))
  const [seq] = queries.seqsOf([id])
  const capture = seq === undefined ? null : queries.capture(seq)
  if (capture === null) throw new AppError('not-found', `There is no capture ${id}. It may have been deleted.`)
  const redaction = newRedaction(order)
  const redactor = new ExportRedactor(redaction, decodeContent)
  const deliveries = seq === undefined ? [] : take(queries.deliveries(seq, id), MOST_DELIVERIES)
  const { method, target, headers, trailers, note, body } = await redactor.capture(capture, deliveries)
  return {
    method,
    target,
    headers,
    trailers,
    note,
    body: Buffer.from(body.subarray(0, maxBody)).toString('base64'),
    bodySize: body.length,
    report: redaction.report(),
  }
}

function* take<Item>(items: Iterable<Item>, most: number): Iterable<Item> {
  let taken = 0
  for (const item of items) {
    if (taken++ === most) return
    yield item
  }
}
