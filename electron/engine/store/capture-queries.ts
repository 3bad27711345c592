import type { CaptureDetail, CapturedAnswer } from '../../../shared/capture/capture.ts'
import type { ShapeChange } from '../../../shared/shape/shape-change.ts'
import { earliestRepeated } from './event-queries.ts'
import type { ReadConnection } from './read-connection.ts'
import {
  idBytes,
  msFromUs,
  pairsFromJson,
  SUMMARY_COLUMNS,
  SUMMARY_TABLES,
  type SummaryRow,
  summaryFromRow,
} from './rows.ts'

const ANSWER_BODY_START = 64 * 1024

interface DetailRow extends SummaryRow {
  readonly whole_target: string | null
  readonly http_version: string | null
  readonly remote_address: string | null
  readonly remote_port: number | null
  readonly body_us: number | null
  readonly capture_reason: string | null
  readonly answer_reason: string | null
  readonly version: number | null
  readonly headers: string
  readonly trailers: string | null
  readonly via: string | null
  readonly note: string
  readonly path_token: string | null
  readonly counter: string | null
  readonly first_seq: number | null
  readonly repeats: number | null
  readonly shape_changes: string | null
  readonly handshake_refusal: string | null
}

/** One capture whole, but for its body. */
export function captureQueries(db: ReadConnection) {
  return {
    get(id: string): CaptureDetail | null {
      return db.snapshot(() => {
        const row = db
          .prepare(
            `SELECT ${SUMMARY_COLUMNS}, c.target AS whole_target, c.http_version, c.remote_address, c.remote_port, c.body_us, c.via,
               c.reason AS capture_reason, a.reason AS answer_reason, a.version, t.headers, t.trailers, coalesce(m.note, '') AS note,
               e.counter, e.first_seq, e.repeats, h.refusal AS handshake_refusal,
               (SELECT changes FROM drifts WHERE drifts.seq = c.seq) AS shape_changes,
               (SELECT access ->> 'pathToken' FROM endpoints e WHERE e.slug = c.endpoint) AS path_token
             FROM ${SUMMARY_TABLES} JOIN capture_contents t ON t.seq = c.seq
             WHERE c.id = ? AND m.trashed_at IS NULL`,
          )
          .get(idBytes(id)) as DetailRow | undefined
        if (row === undefined) return null
        return {
          ...summaryFromRow(row, db.changeCounter()),
          target: row.whole_target,
          httpVersion: row.http_version,
          remoteAddress: row.remote_address,
          remotePort: row.remote_port,
          via: row.via,
          pathToken: row.path_token,
          headers: pairsFromJson(row.headers),
          trailers: pairsFromJson(row.trailers),
          bodyMs: msFromUs(row.body_us),
          reason: row.capture_reason ?? row.answer_reason,
          answer: row.version === null ? null : answerOf(db, row.version),
          note: row.note,
          imported: importOf(db, row.seq),
          duplicateOf: earliestRepeated(db, row.seq, row.first_seq, row.repeats),
          attemptCounter: row.counter,
          handshakeRefusal: row.handshake_refusal,
          shapeChanges: JSON.parse(row.shape_changes ?? '[]') as ShapeChange[],
        }
      })
    },
  }
}

function importOf(db: ReadConnection, seq: number): CaptureDetail['imported'] {
  const row = db
    .prepare('SELECT i.at, i.file, i.format FROM imported o JOIN imports i ON i.id = o.import WHERE o.seq = ?')
    .get(seq) as CaptureDetail['imported'] | undefined
  return row ?? null
}

function answerOf(db: ReadConnection, version: number): CapturedAnswer {
  const row = db
    .prepare(
      'SELECT status, headers, length(body) AS size, substr(body, 1, ?) AS start FROM answer_versions WHERE id = ?',
    )
    .get(ANSWER_BODY_START, version) as { status: number; headers: string; size: number; start: Buffer | null }
  return {
    status: row.status,
    headers: pairsFromJson(row.headers),
    bodySize: row.size,
    bodyStart: Buffer.from(row.start ?? []).toString('base64'),
  }
}
