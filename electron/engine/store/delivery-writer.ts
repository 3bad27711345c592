import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { BatchInsert } from './batch-insert.ts'
import type { BodyChunks } from './body-chunks.ts'
import type { ChangeLog } from './change-log.ts'
import type { DeliveryRow } from './delivery-row.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import type { WriteQueue } from './write-queue.ts'

/** Of one job: so few that it takes a fraction of a slice. */
const JOB_ROWS = 32
const JOB_BYTES = CHUNK_BYTES

/** Writes finished deliveries, behind the captures that wait. */
export class DeliveryWriter {
  private readonly queue: WriteQueue
  private readonly changes: ChangeLog
  private readonly chunks: BodyChunks
  private readonly isCaptured: Statement
  private readonly deliveries: BatchInsert
  private readonly contents: BatchInsert
  /** Given out here rather than by SQLite, so that many rows can go into one statement. Never used again. */
  private lastSeq: number

  constructor(db: Database, queue: WriteQueue, changes: ChangeLog, chunks: BodyChunks) {
    this.chunks = chunks
    this.queue = queue
    this.changes = changes
    this.isCaptured = db.prepare('SELECT 1 FROM captures WHERE seq = ?').pluck()
    this.lastSeq =
      (db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'deliveries'").pluck().get() as number) ?? 0
    this.deliveries = new BatchInsert(
      db,
      { own: 9 },
      (rows) =>
        `INSERT INTO deliveries (seq, id, capture_seq, kind, started_at, url, method, edited, outcome, changes) VALUES ${rows}`,
    )
    this.contents = new BatchInsert(
      db,
      { own: 7 },
      (rows) => `INSERT INTO delivery_contents (seq, request_headers, request_body_size, request_body_captured,
         request_body, response, response_body_size, response_body) VALUES ${rows}`,
    )
  }

  /** Resolves once it is on disk; rejects if its capture was deleted meanwhile. */
  async add(row: DeliveryRow): Promise<void> {
    const added = await this.addMany([row])
    if (added.length === 0) throw new AppError('not-found', 'The capture was deleted while it was being sent.')
  }

  /** Many in few writes. Resolves with those that were kept: some may have lost their capture meanwhile. */
  async addMany(rows: ReadonlyArray<DeliveryRow>): Promise<DeliveryRow[]> {
    try {
      for (const { id, requestBody, responseBody } of rows) {
        if (isLarge(requestBody)) await this.addChunks(id, 0, requestBody)
        if (isLarge(responseBody)) await this.addChunks(id, 1, responseBody)
      }
      // All at once: the queue decides how many of these small jobs go into one commit.
      const added = jobsOf(rows).map(({ rows: some, bytes }) => this.queue.write(() => this.addRows(some), bytes))
      return (await Promise.all(added)).flat()
    } catch (error) {
      for (const row of rows) this.dropChunks(row)
      throw error
    }
  }

  private addRows(rows: ReadonlyArray<DeliveryRow>): DeliveryRow[] {
    const captured = rows.filter(({ captureSeq }) => this.isCaptured.get(captureSeq) !== undefined)
    try {
      for (const row of captured) this.addRow(row)
      this.deliveries.flush()
      this.contents.flush()
    } finally {
      this.deliveries.clear()
      this.contents.clear()
    }
    for (const row of rows) if (captured.length < rows.length && !captured.includes(row)) this.dropChunks(row)
    return captured
  }

  private addRow(row: DeliveryRow): void {
    const seq = ++this.lastSeq
    const { requestBody, responseBody } = row
    this.deliveries.add(
      seq,
      row.id,
      row.captureSeq,
      row.kind,
      row.startedAt,
      row.url,
      row.method,
      row.edited ? 1 : 0,
      row.outcome,
      row.changes,
    )
    this.contents.add(
      seq,
      row.requestHeaders,
      row.requestBodySize,
      requestBody === null ? 1 : 0,
      inline(requestBody),
      row.response,
      responseBody.length,
      inline(responseBody),
    )
    this.changes.touched(row.captureSeq)
  }

  private async addChunks(owner: Uint8Array, part: 0 | 1, body: Uint8Array): Promise<void> {
    for (let n = 0; n * CHUNK_BYTES < body.length; n++) {
      const chunk = body.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)
      await this.queue.write(() => this.chunks.insert(owner, part, n, chunk), chunk.length)
    }
  }

  private dropChunks({ id, requestBody, responseBody }: DeliveryRow): void {
    if (isLarge(requestBody) || isLarge(responseBody)) this.chunks.drop(id)
  }
}

function inline(body: Uint8Array | null): Uint8Array | null {
  return isLarge(body) ? null : body
}

function isLarge(body: Uint8Array | null): body is Uint8Array {
  return body !== null && body.length > CHUNK_BYTES
}

/** So many, and so much, that one takes a few milliseconds. */
function jobsOf(rows: ReadonlyArray<DeliveryRow>): Array<{ rows: DeliveryRow[]; bytes: number }> {
  const jobs: Array<{ rows: DeliveryRow[]; bytes: number }> = []
  for (const row of rows) {
    const size = (inline(row.requestBody)?.length ?? 0) + (inline(row.responseBody)?.length ?? 0)
    let job = jobs.at(-1)
    if (job === undefined || job.rows.length >= JOB_ROWS || job.bytes + size > JOB_BYTES) {
      job = { rows: [], bytes: 0 }
      jobs.push(job)
    }
    job.rows.push(row)
    job.bytes += size
  }
  return jobs
}
