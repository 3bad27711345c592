import type { Database, Statement } from 'better-sqlite3'
import type { CaptureDetail, CapturedAnswer, CaptureSummary } from '../../../shared/capture/capture.ts'
import { type CaptureFilter, filterWords } from '../../../shared/capture/capture-filter.ts'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { DeliveryDetail, DeliverySummary } from '../../../shared/delivery/delivery.ts'
import type { ContentRef } from '../engine-door.ts'
import type { StoredRequest } from './delivery-record.ts'
import { type PackedRequests, packRequests, type RequestRow, unpackRequests } from './packed-requests.ts'
import {
  idBytes,
  idText,
  MALFORMED,
  msFromUs,
  pairsFromJson,
  SUMMARY_COLUMNS,
  SUMMARY_TABLES,
  type SummaryRow,
  summaryFromRow,
} from './rows.ts'

export const CHUNK_BYTES = 1024 * 1024
/** Rows that one statement of a filtered scan looks at, so that none stays open long. */
const SCAN_ROWS = 20_000
/** A page is answered short, with a place to go on from, when a filter has been looked up for this long. */
const SCAN_BUDGET_MS = 150
const ANSWER_BODY_START = 64 * 1024

/** Which bytes of the store: `owner` and `part` as in `body_chunks`. */
interface BodyPlace {
  readonly inline: Uint8Array | null
  readonly owner: Uint8Array
  readonly part: 0 | 1
  readonly size: number
}

/** Every question that can be asked of a store, on any connection. Synchronous: whoever may not wait asks through a worker. */
export class ReadQueries {
  private readonly db: Database
  private readonly statements = new Map<string, Statement>()

  constructor(db: Database) {
    this.db = db
    // SQLite's own lower() knows ASCII only, and the screen would match what the store does not.
    db.function('unicode_lower', { deterministic: true }, (text) => String(text).toLowerCase())
  }

  list(input: CaptureFilter & { limit: number; before?: number | undefined }): CallOutput<'captures.list'> {
    return this.snapshot(() => this.listInSnapshot(input))
  }

  get(id: string): CaptureDetail | null {
    return this.snapshot(() => {
      const row = this.prepare(
        `SELECT ${SUMMARY_COLUMNS}, c.target AS whole_target, c.http_version, c.remote_address, c.remote_port, c.body_us,
           c.reason AS capture_reason, a.reason AS answer_reason, a.version, t.headers, t.trailers, coalesce(m.note, '') AS note
         FROM ${SUMMARY_TABLES} JOIN capture_contents t ON t.seq = c.seq
         WHERE c.id = ? AND m.trashed_at IS NULL`,
      ).get(idBytes(id)) as DetailRow | undefined
      if (row === undefined) return null
      return {
        ...summaryFromRow(row, this.changeCounter()),
        target: row.whole_target,
        httpVersion: row.http_version,
        remoteAddress: row.remote_address,
        remotePort: row.remote_port,
        headers: pairsFromJson(row.headers),
        trailers: pairsFromJson(row.trailers),
        bodyMs: msFromUs(row.body_us),
        reason: row.capture_reason ?? row.answer_reason,
        answer: row.version === null ? null : this.answer(row.version),
        note: row.note,
      }
    })
  }

  changes(since: number, limit: number): CallOutput<'captures.changes'> {
    return this.snapshot(() => {
      const counter = this.changeCounter()
      const reset = { captures: [], deletedIds: [], change: counter, more: false, reset: true }
      const oldest = this.prepare('SELECT min(change) FROM changes').pluck().get() as number | null
      if (since > counter || (oldest !== null && since < oldest - 1)) return reset
      const deleted = new Map<number, string>()
      const touched = new Set<number>()
      let change = since
      let more = false
      const rows = this.prepare('SELECT * FROM changes WHERE change > ? ORDER BY change LIMIT ?').all(
        since,
        limit,
      ) as ChangeRow[]
      for (const row of rows) {
        if (touched.size > 0 && touched.size + row.last_seq - row.first_seq >= limit) {
          more = true
          break
        }
        for (let seq = row.first_seq; seq <= row.last_seq; seq++) {
          // What was deleted may have been brought back, and the reverse: the last word counts.
          touched.delete(seq)
          deleted.delete(seq)
          if (row.deleted_id === null) touched.add(seq)
          else deleted.set(seq, idText(row.deleted_id))
        }
        change = row.change
      }
      more ||= rows.length === limit && change < counter
      return {
        captures: this.summariesAt([...touched], counter),
        deletedIds: [...deleted.values()],
        change: more ? change : counter,
        more,
        reset: false,
      }
    })
  }

  /** Rows of these captures; those that are gone or in the trash are left out. */
  summaries(seqs: ReadonlyArray<number>): CaptureSummary[] {
    return this.snapshot(() => this.summariesAt(seqs, this.changeCounter()))
  }

  /** One bar's counts. A histogram asks for each bar apart, so that no statement stays open long. */
  countBetween(filter: CaptureFilter & { from: number; to: number }): { total: number; failed: number } {
    const { where, values } = conditions(filter)
    return this.prepare(
      `SELECT count(*) AS total, count(CASE WHEN a.status >= 400 OR c.state = ${MALFORMED} THEN 1 END) AS failed
       FROM ${SUMMARY_TABLES} WHERE ${where}`,
    ).get(...values) as { total: number; failed: number }
  }

  deliveries(captureId: string): DeliverySummary[] {
    return (
      this.prepare(
        `SELECT d.*, c.id AS capture_id FROM deliveries d JOIN captures c ON c.seq = d.capture_seq
         WHERE c.id = ? ORDER BY d.seq DESC LIMIT 200`,
      ).all(idBytes(captureId)) as DeliveryRow[]
    ).map(deliveryFromRow)
  }

  delivery(id: string): DeliveryDetail | null {
    const row = this.prepare(
      `SELECT d.*, c.id AS capture_id, t.request_headers, t.request_body_size, t.response
       FROM deliveries d JOIN captures c ON c.seq = d.capture_seq JOIN delivery_contents t ON t.seq = d.seq WHERE d.id = ?`,
    ).get(idBytes(id)) as
      | (DeliveryRow & { request_headers: string; request_body_size: number; response: string | null })
      | undefined
    if (row === undefined) return null
    return {
      ...deliveryFromRow(row),
      requestHeaders: pairsFromJson(row.request_headers),
      requestBodySize: row.request_body_size,
      response: row.response === null ? null : (JSON.parse(row.response) as DeliveryDetail['response']),
    }
  }

  request(id: string): StoredRequest | null {
    return this.snapshot(() => {
      const found = this.requestRow(id)
      return found === null ? null : (unpackRequests(packRequests([found]), [id])[0] ?? null)
    })
  }

  /** The first of these, at least one, until their bodies have `maxBytes`. */
  requests(ids: ReadonlyArray<string>, maxBytes: number): PackedRequests {
    return this.snapshot(() => {
      const found: ReturnType<ReadQueries['requestRow']>[] = []
      let bytes = 0
      for (const id of ids) {
        if (bytes >= maxBytes) break
        const request = this.requestRow(id)
        bytes += request?.body.length ?? 0
        found.push(request)
      }
      return packRequests(found)
    })
  }

  contentSize(ref: ContentRef): number | null {
    return this.place(ref)?.size ?? null
  }

  /** Bytes `start` to `end` (exclusive) of stored content, as stored. */
  content(ref: ContentRef, start: number, end: number): Uint8Array | null {
    return this.snapshot(() => {
      const place = this.place(ref)
      return place === null ? null : this.bytes(place, start, Math.min(end, place.size))
    })
  }

  /** The value of `Content-Encoding` that belongs to stored content, if any. */
  contentEncoding(ref: ContentRef): string | null {
    const headers = this.contentHeaders(ref)
    return (
      headers
        .filter(([name]) => name.toLowerCase() === 'content-encoding')
        .map(([, value]) => value)
        .join(', ') || null
    )
  }

  private contentHeaders(ref: ContentRef): ReadonlyArray<readonly [string, string]> {
    if (ref.kind === 'capture-body') {
      const json = this.prepare(
        'SELECT t.headers FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.id = ?',
      )
        .pluck()
        .get(idBytes(ref.id)) as string | undefined
      return pairsFromJson(json ?? null)
    }
    const detail = this.delivery(ref.id)
    if (ref.kind === 'delivery-request-body') return detail?.requestHeaders ?? []
    return detail?.response?.headers ?? []
  }

  private listInSnapshot(
    input: CaptureFilter & { limit: number; before?: number | undefined },
  ): CallOutput<'captures.list'> {
    const change = this.changeCounter()
    const bounds = this.seqBounds(input)
    const captures: CaptureSummary[] = []
    let before = Math.min(input.before ?? Number.MAX_SAFE_INTEGER, bounds.last + 1)
    const started = performance.now()
    const isScan = filterWords(input.text).length > 0 || input.from !== undefined || input.to !== undefined
    const { where, values } = conditions(input)
    while (captures.length < input.limit) {
      // Without words every row that is looked at counts, so the page's limit bounds the work.
      const floor = isScan ? this.scanFloor(before, input.endpoint) : 0
      const rows = this.prepare(
        `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES}
         WHERE ${where} AND c.seq < ? AND c.seq >= ? ORDER BY c.seq DESC LIMIT ?`,
      ).all(...values, before, Math.max(floor, bounds.first), input.limit - captures.length) as SummaryRow[]
      for (const row of rows) captures.push(summaryFromRow(row, change))
      if (captures.length >= input.limit) return { captures, next: (captures.at(-1) as CaptureSummary).seq, change }
      if (floor <= bounds.first) break
      before = floor
      if (performance.now() - started > SCAN_BUDGET_MS) return { captures, next: before, change }
    }
    return { captures, next: null, change }
  }

  /** Where a slice of a scan ends: `SCAN_ROWS` rows below `before`. */
  private scanFloor(before: number, endpoint: string | undefined): number {
    const floor =
      endpoint === undefined
        ? this.prepare('SELECT seq FROM captures WHERE seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
            .pluck()
            .get(before, SCAN_ROWS)
        : this.prepare('SELECT seq FROM captures WHERE endpoint = ? AND seq < ? ORDER BY seq DESC LIMIT 1 OFFSET ?')
            .pluck()
            .get(endpoint, before, SCAN_ROWS)
    return (floor as number | undefined) ?? 0
  }

  /** The sequence numbers between which a time range lies. Clocks jump, so rows inside are still compared by time. */
  private seqBounds(filter: CaptureFilter): { first: number; last: number } {
    const newest = Number.MAX_SAFE_INTEGER - 1
    if (filter.from === undefined && filter.to === undefined) return { first: 0, last: newest }
    const range = this.prepare(
      'SELECT min(seq) AS first, max(seq) AS last FROM captures WHERE received_at >= ? AND received_at < ?',
    ).get(filter.from ?? 0, filter.to ?? Number.MAX_SAFE_INTEGER) as { first: number | null; last: number | null }
    return { first: range.first ?? newest, last: range.last ?? 0 }
  }

  private summariesAt(seqs: ReadonlyArray<number>, change: number): CaptureSummary[] {
    const one = this.prepare(
      `SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES} WHERE c.seq = ? AND m.trashed_at IS NULL`,
    )
    return seqs.flatMap((seq) => {
      const row = one.get(seq) as SummaryRow | undefined
      return row === undefined ? [] : [summaryFromRow(row, change)]
    })
  }

  private answer(version: number): CapturedAnswer {
    const row = this.prepare(
      'SELECT status, headers, length(body) AS size, substr(body, 1, ?) AS start FROM answer_versions WHERE id = ?',
    ).get(ANSWER_BODY_START, version) as { status: number; headers: string; size: number; start: Buffer | null }
    return {
      status: row.status,
      headers: pairsFromJson(row.headers),
      bodySize: row.size,
      bodyStart: Buffer.from(row.start ?? []).toString('base64'),
    }
  }

  private requestRow(id: string): { row: RequestRow; body: Uint8Array } | null {
    const owner = idBytes(id)
    const row = this.prepare(
      `SELECT c.endpoint, c.method, c.target, c.body_size, t.headers, t.trailers, t.body
       FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.id = ?`,
    ).get(owner) as RequestRow | undefined
    if (row === undefined) return null
    const place = { inline: row.body, owner, part: 0, size: row.body_size } as const
    return { row, body: this.bytes(place, 0, row.body_size) }
  }

  private changeCounter(): number {
    return (this.prepare('SELECT max(change) FROM changes').pluck().get() as number | null) ?? 0
  }

  private place(ref: ContentRef): BodyPlace | null {
    if (ref.kind === 'capture-body') return this.capturePlace(ref.id)
    const row = this.prepare(
      `SELECT t.*, json_extract(d.outcome, '$.bodySize') AS response_size, c.id AS capture_id
       FROM deliveries d JOIN delivery_contents t ON t.seq = d.seq JOIN captures c ON c.seq = d.capture_seq WHERE d.id = ?`,
    ).get(idBytes(ref.id)) as
      | {
          request_body: Uint8Array | null
          request_body_size: number
          request_body_captured: number
          response_body: Uint8Array | null
          response_size: number | null
          capture_id: Uint8Array
        }
      | undefined
    if (row === undefined) return null
    const owner = idBytes(ref.id)
    if (ref.kind === 'delivery-response-body')
      return { inline: row.response_body, owner, part: 1, size: row.response_size ?? 0 }
    if (row.request_body_captured === 1) return this.capturePlace(idText(row.capture_id))
    return { inline: row.request_body, owner, part: 0, size: row.request_body_size }
  }

  private capturePlace(id: string): BodyPlace | null {
    const owner = idBytes(id)
    const row = this.prepare(
      'SELECT c.body_size, t.body FROM captures c JOIN capture_contents t ON t.seq = c.seq WHERE c.id = ?',
    ).get(owner) as { body_size: number; body: Uint8Array | null } | undefined
    return row === undefined ? null : { inline: row.body, owner, part: 0, size: row.body_size }
  }

  private bytes(place: BodyPlace, start: number, end: number): Uint8Array {
    if (place.inline !== null) return place.inline.subarray(start, end)
    const result = new Uint8Array(Math.max(0, end - start))
    const chunk = this.prepare('SELECT bytes FROM body_chunks WHERE owner = ? AND part = ? AND n = ?').pluck()
    for (let n = Math.floor(start / CHUNK_BYTES); n * CHUNK_BYTES < end; n++) {
      const bytes = chunk.get(place.owner, place.part, n) as Uint8Array | undefined
      if (bytes === undefined) throw new Error(`Chunk ${n} of a body is missing`)
      const from = Math.max(start - n * CHUNK_BYTES, 0)
      const to = Math.min(end - n * CHUNK_BYTES, bytes.length)
      result.set(bytes.subarray(from, to), n * CHUNK_BYTES + from - start)
    }
    return result
  }

  /** Reads that belong together see one state of the database. */
  private snapshot<Value>(read: () => Value): Value {
    if (this.db.inTransaction) return read()
    return this.db.transaction(read)()
  }

  private prepare(sql: string): Statement {
    let statement = this.statements.get(sql)
    if (statement === undefined) {
      statement = this.db.prepare(sql)
      this.statements.set(sql, statement)
    }
    return statement
  }
}

interface ChangeRow {
  readonly change: number
  readonly first_seq: number
  readonly last_seq: number
  readonly deleted_id: Uint8Array | null
}

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
  readonly note: string
}

interface DeliveryRow {
  readonly id: Uint8Array
  readonly capture_id: Uint8Array
  readonly kind: 'replay' | 'forward'
  readonly started_at: number
  readonly url: string
  readonly method: string
  readonly edited: number
  readonly outcome: string
  readonly changes: string
}

function deliveryFromRow(row: DeliveryRow): DeliverySummary {
  return {
    id: idText(row.id),
    captureId: idText(row.capture_id),
    kind: row.kind,
    startedAt: row.started_at,
    url: row.url,
    method: row.method,
    edited: row.edited === 1,
    outcome: JSON.parse(row.outcome) as DeliverySummary['outcome'],
    changes: JSON.parse(row.changes) as DeliverySummary['changes'],
  }
}

/** A filter in SQL; `matchesFilter` asks the same of one row. */
function conditions(filter: CaptureFilter): { where: string; values: unknown[] } {
  const parts = ['m.trashed_at IS NULL']
  const values: unknown[] = []
  const add = (sql: string, value: unknown) => {
    parts.push(sql)
    values.push(value)
  }
  if (filter.endpoint !== undefined) add('c.endpoint = ?', filter.endpoint)
  if (filter.from !== undefined) add('c.received_at >= ?', filter.from)
  if (filter.to !== undefined) add('c.received_at < ?', filter.to)
  for (const word of filterWords(filter.text)) {
    add(
      "instr(unicode_lower(coalesce(c.method, '') || ' ' || coalesce(c.target, '') || ' ' || coalesce(c.event_type, '')), ?) > 0",
      word,
    )
  }
  return { where: parts.join(' AND '), values }
}
