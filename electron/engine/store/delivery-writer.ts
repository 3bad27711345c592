import type { Database, Statement } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import type { ChangeLog } from './change-log.ts'
import type { DeliveryRecord } from './delivery-record.ts'
import type { LooseChunks } from './loose-chunks.ts'
import { flatFromPairs, idBytes } from './rows.ts'
import { CHUNK_BYTES } from './stored-body.ts'
import type { WriteQueue } from './write-queue.ts'

const JOB_RECORDS = 64
const JOB_BYTES = CHUNK_BYTES

/** A delivery on disk, and the capture that it was made from. */
export interface AddedDelivery {
  readonly record: DeliveryRecord
  readonly requestBodySize: number
  readonly captureSeq: number
}

/** What screens are shown of it. */
export function detailOf({ record, requestBodySize }: AddedDelivery): DeliveryDetail {
  const { requestBody: _request, responseBody: _response, ...rest } = record
  return { ...rest, requestBodySize }
}

/** Writes finished deliveries, behind the captures that wait. */
export class DeliveryWriter {
  private readonly queue: WriteQueue
  private readonly changes: ChangeLog
  private readonly chunks: LooseChunks
  private readonly findCapture: Statement
  private readonly insertDelivery: Statement
  private readonly insertContents: Statement
  private readonly insertChunk: Statement

  constructor(db: Database, queue: WriteQueue, changes: ChangeLog, chunks: LooseChunks) {
    this.chunks = chunks
    this.queue = queue
    this.changes = changes
    this.findCapture = db.prepare('SELECT seq, body_size FROM captures WHERE id = ?')
    this.insertDelivery = db.prepare(
      `INSERT INTO deliveries (id, capture_seq, kind, started_at, url, method, edited, outcome, changes)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.insertContents = db.prepare(
      `INSERT INTO delivery_contents (seq, request_headers, request_body_size, request_body_captured, request_body, response,
         response_body_size, response_body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.insertChunk = db.prepare('INSERT INTO body_chunks (owner, part, n, bytes) VALUES (?, ?, ?, ?)')
  }

  /** Resolves once it is on disk. */
  async add(record: DeliveryRecord): Promise<AddedDelivery> {
    const id = idBytes(record.id)
    try {
      await this.addChunks(id, 0, record.requestBody)
      await this.addChunks(id, 1, record.responseBody)
      return await this.queue.write(() => this.addRow(id, record), inlineBytes(record))
    } catch (error) {
      this.chunks.add(id)
      throw error
    }
  }

  /** Many in few writes. Those whose capture was deleted meanwhile are left out. */
  async addMany(records: ReadonlyArray<DeliveryRecord>): Promise<AddedDelivery[]> {
    for (const { id, requestBody, responseBody } of records) {
      if (isLarge(requestBody)) await this.addChunks(idBytes(id), 0, requestBody)
      if (isLarge(responseBody)) await this.addChunks(idBytes(id), 1, responseBody)
    }
    // All at once: the queue decides how many of these small jobs go into one commit.
    const added = jobsOf(records).map(({ jobRecords, bytes }) =>
      this.queue.write(() => jobRecords.flatMap((record) => this.addIfCaptured(record)), bytes),
    )
    return (await Promise.all(added)).flat()
  }

  private addIfCaptured(record: DeliveryRecord): AddedDelivery[] {
    try {
      return [this.addRow(idBytes(record.id), record)]
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.chunks.add(idBytes(record.id))
      return []
    }
  }

  private addRow(id: Uint8Array, record: DeliveryRecord): AddedDelivery {
    const capture = this.findCapture.get(idBytes(record.captureId)) as { seq: number; body_size: number } | undefined
    if (capture === undefined) throw new AppError('not-found', 'The capture was deleted while it was being sent.')
    const requestBodySize = record.requestBody?.length ?? capture.body_size
    const seq = this.insertDelivery.run(
      id,
      capture.seq,
      record.kind,
      record.startedAt,
      record.url,
      record.method,
      record.edited ? 1 : 0,
      JSON.stringify(record.outcome),
      JSON.stringify(record.changes),
    ).lastInsertRowid
    this.insertContents.run(
      seq,
      JSON.stringify(flatFromPairs(record.requestHeaders)),
      requestBodySize,
      record.requestBody === null ? 1 : 0,
      inline(record.requestBody),
      record.response === null ? null : JSON.stringify(record.response),
      record.responseBody.length,
      inline(record.responseBody),
    )
    this.changes.touched(capture.seq)
    return { record, requestBodySize, captureSeq: capture.seq }
  }

  private async addChunks(owner: Uint8Array, part: 0 | 1, body: Uint8Array | null): Promise<void> {
    if (!isLarge(body)) return
    for (let n = 0; n * CHUNK_BYTES < body.length; n++) {
      const chunk = body.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES)
      await this.queue.write(() => this.insertChunk.run(owner, part, n, chunk), chunk.length)
    }
  }
}

function inline(body: Uint8Array | null): Uint8Array | null {
  return isLarge(body) ? null : body
}

function isLarge(body: Uint8Array | null): body is Uint8Array {
  return body !== null && body.length > CHUNK_BYTES
}

function inlineBytes({ requestBody, responseBody }: DeliveryRecord): number {
  return (inline(requestBody)?.length ?? 0) + (inline(responseBody)?.length ?? 0)
}

/** So many, and so much, that one takes a few milliseconds. */
function jobsOf(records: ReadonlyArray<DeliveryRecord>): Array<{ jobRecords: DeliveryRecord[]; bytes: number }> {
  const jobs: Array<{ jobRecords: DeliveryRecord[]; bytes: number }> = []
  for (const record of records) {
    const size = inlineBytes(record)
    let job = jobs.at(-1)
    if (job === undefined || job.jobRecords.length >= JOB_RECORDS || job.bytes + size > JOB_BYTES) {
      job = { jobRecords: [], bytes: 0 }
      jobs.push(job)
    }
    job.jobRecords.push(record)
    job.bytes += size
  }
  return jobs
}
