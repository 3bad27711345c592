import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { DeliveryDetail } from '../../../shared/delivery/delivery.ts'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { DEFAULT_SIGNING } from '../../../shared/endpoint/endpoint-signing.ts'
import type {
  ExportedAnswer,
  ExportedCapture,
  ExportedDelivery,
  ExportedEndpoint,
} from '../../../shared/export/exported-capture.ts'
import { type DeliverySummaryRow, deliverySummary } from './delivery-queries.ts'
import { readIgnoreRules } from './ignore-rule-store.ts'
import type { ReadConnection } from './read-connection.ts'
import { EVENT_TYPE, idBytes, idText, pairsFromJson, stateFromCode, VERDICTS } from './rows.ts'
import type { CaptureSearch } from './search/capture-search.ts'
import { allSeqs, type SeqBounds } from './seq-bounds.ts'
import { readStoredBody } from './stored-body.ts'
import { isStoreFailure } from './write-queue.ts'

/** What of the captures is exported. */
export type ExportScope =
  | { readonly kind: 'ids'; readonly ids: ReadonlyArray<string> }
  | { readonly kind: 'filter'; readonly filter: CaptureFilter }

/** Rows that are looked at, or bytes that are read, in one go. */
const PAGE_ROWS = 64
const PAGE_BYTES = 2 * 1024 * 1024

interface ExportRow {
  readonly seq: number
  readonly id: Uint8Array
  readonly received_at: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly found_type: string | null
  readonly state: number
  readonly body_size: number
  readonly http_version: string | null
  readonly remote_address: string | null
  readonly remote_port: number | null
  readonly body_us: number | null
  readonly reason: string | null
  readonly via: string | null
  readonly headers: string
  readonly trailers: string | null
  readonly body: Uint8Array | null
  readonly status: number | null
  readonly after_us: number | null
  readonly version: number | null
  readonly answer_reason: string | null
  readonly pinned: number
  readonly note: string
  /** As JSON. */
  readonly tags: string
  readonly verdict: number | null
  readonly provider: string | null
}

interface DeliveryRow extends DeliverySummaryRow {
  readonly request_headers: string
  readonly request_body_size: number
  readonly request_body_captured: number
  readonly request_body: Uint8Array | null
  readonly response: string | null
  readonly response_body_size: number
  readonly response_body: Uint8Array | null
}

const COLUMNS = `SELECT c.*, t.headers, t.trailers, t.body, a.status, a.after_us, a.version, a.reason AS answer_reason,
  coalesce(m.pinned, 0) AS pinned, coalesce(m.note, '') AS note,
  (SELECT json_group_array(tag ORDER BY tag) FROM tags g WHERE g.seq = c.seq) AS tags, v.verdict, v.provider,
  ${EVENT_TYPE} AS found_type
  FROM captures c JOIN capture_contents t ON t.seq = c.seq LEFT JOIN answers a ON a.seq = c.seq
  LEFT JOIN marks m ON m.seq = c.seq LEFT JOIN verdicts v ON v.seq = c.seq
  LEFT JOIN events e ON e.seq = c.seq`

/** Told of a capture whose row is damaged. */
export type UnreadableCapture = (seq: number) => void

export interface ExportPage {
  readonly captures: ReadonlyArray<{ readonly seq: number; readonly capture: ExportedCapture }>
  /** Where the next page begins; null at the end. */
  readonly next: number | null
}

/** Captures whole, oldest first, in pages: no statement stays open while somebody slow takes them. */
export class ExportQueries {
  private readonly db: ReadConnection
  private answers = new Map<number, ExportedAnswer['content']>()

  constructor(db: ReadConnection) {
    this.db = db
  }

  /** The sequence numbers of a selection, oldest first. What is gone is left out. */
  seqsOf(ids: ReadonlyArray<string>): number[] {
    const one = this.db
      .prepare(
        'SELECT c.seq FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.id = ? AND m.trashed_at IS NULL',
      )
      .pluck()
    const seqs = new Set(ids.map((id) => one.get(idBytes(id)) as number | undefined))
    seqs.delete(undefined)
    return ([...seqs] as number[]).sort((a, b) => a - b)
  }

  /** The first and the last capture that there are now. */
  bounds(): SeqBounds {
    return allSeqs(this.db)
  }

  /** Captures of a filter from `from` on up to `last`. */
  page(
    search: CaptureSearch,
    filter: CaptureFilter,
    from: number,
    last: number,
    unreadable: UnreadableCapture,
  ): ExportPage {
    return this.db.snapshot(() => {
      const { seqs, next } = search.oldestFirst(filter, from, last, PAGE_ROWS)
      const one = this.db.prepare(`${COLUMNS} WHERE c.seq = ?`)
      const captures: Array<{ seq: number; capture: ExportedCapture }> = []
      let bytes = 0
      for (const seq of seqs) {
        const row = one.get(seq) as ExportRow
        const capture = this.readable(row, unreadable)
        if (capture !== null) captures.push({ seq, capture })
        bytes += row.body_size
        if (bytes >= PAGE_BYTES) return { captures, next: seq + 1 > last ? null : seq + 1 }
      }
      return { captures, next: next > last ? null : next }
    })
  }

  /** Null if it is gone, or if somebody is told that it cannot be read. */
  capture(seq: number, unreadable?: UnreadableCapture): ExportedCapture | null {
    return this.db.snapshot(() => {
      const row = this.db.prepare(`${COLUMNS} WHERE c.seq = ? AND m.trashed_at IS NULL`).get(seq) as
        | ExportRow
        | undefined
      return row === undefined ? null : this.readable(row, unreadable)
    })
  }

  /** Null if it is gone. */
  idOf(seq: number): string | null {
    const id = this.db.prepare('SELECT id FROM captures WHERE seq = ?').pluck().get(seq) as Uint8Array | undefined
    return id === undefined ? null : idText(id)
  }

  /** Whatever has this id, listed or not; null: nothing has. */
  find(id: string): { readonly seq: number; readonly trashedAt: number | null } | null {
    const row = this.db
      .prepare(
        'SELECT c.seq, m.trashed_at AS trashedAt FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.id = ?',
      )
      .get(idBytes(id)) as { seq: number; trashedAt: number | null } | undefined
    return row ?? null
  }

  /** Listed or not; null if it is gone. */
  anyCapture(seq: number): ExportedCapture | null {
    return this.db.snapshot(() => {
      const row = this.db.prepare(`${COLUMNS} WHERE c.seq = ?`).get(seq) as ExportRow | undefined
      return row === undefined ? null : this.captureFromRow(row)
    })
  }

  hasDelivery(id: string): boolean {
    return this.db.prepare('SELECT 1 FROM deliveries WHERE id = ?').get(idBytes(id)) !== undefined
  }

  /** Of one capture, oldest first. One at a time: their bodies may be large. */
  *deliveries(seq: number, captureId: string): Iterable<ExportedDelivery> {
    const seqs = this.db
      .prepare('SELECT seq FROM deliveries WHERE capture_seq = ? ORDER BY seq')
      .pluck()
      .all(seq) as number[]
    for (const delivery of seqs) {
      const found = this.db.snapshot(() => this.delivery(delivery, captureId))
      if (found !== null) yield found
    }
  }

  /** Null for one that nobody set up: a slug of captures that came from elsewhere. */
  endpoint(slug: string): ExportedEndpoint | null {
    const row = this.db
      .prepare('SELECT name, answer, forward, retention, access, tunnel_headers FROM endpoints WHERE slug = ?')
      .get(slug) as Record<'name' | 'answer' | 'retention', string> &
      Record<'forward' | 'access' | 'tunnel_headers', string | null>
    if (row === undefined) return null
    const signing = this.db.prepare('SELECT signing FROM endpoint_signing WHERE slug = ?').pluck().get(slug) as
      | string
      | undefined
    return {
      slug,
      ignoreRules: readIgnoreRules(this.db).find(({ endpoint }) => endpoint === slug)?.rules ?? [],
      name: row.name,
      answer: JSON.parse(row.answer) as Endpoint['answer'],
      forward: row.forward === null ? null : (JSON.parse(row.forward) as Endpoint['forward']),
      retention: JSON.parse(row.retention) as Endpoint['retention'],
      tunnelHeaders: row.tunnel_headers === null ? [] : (JSON.parse(row.tunnel_headers) as string[]),
      allowedAddresses: row.access === null ? [] : (JSON.parse(row.access) as Endpoint['access']).allowedAddresses,
      provider: { ...DEFAULT_SIGNING, ...(JSON.parse(signing ?? '{}') as Partial<Endpoint['signing']>) }.provider,
    }
  }

  private readable(row: ExportRow, unreadable: UnreadableCapture | undefined): ExportedCapture | null {
    try {
      return this.captureFromRow(row)
    } catch (error) {
      // A disk that cannot be read is the matter with all of them.
      if (isStoreFailure(error) || unreadable === undefined) throw error
      unreadable(row.seq)
      return null
    }
  }

  private captureFromRow(row: ExportRow): ExportedCapture {
    const place = { inline: row.body, owner: row.id, part: 0, size: row.body_size } as const
    return {
      id: idText(row.id),
      receivedAt: row.received_at,
      endpoint: row.endpoint,
      method: row.method,
      target: row.target,
      httpVersion: row.http_version,
      headers: pairsFromJson(row.headers),
      trailers: pairsFromJson(row.trailers),
      body: readStoredBody(this.db, place, 0, row.body_size),
      state: stateFromCode(row.state),
      reason: row.reason,
      remoteAddress: row.remote_address,
      remotePort: row.remote_port,
      via: row.via,
      bodyUs: row.body_us,
      answer: {
        status: row.status,
        afterUs: row.after_us,
        content: row.version === null ? null : this.answerContent(row.version),
        reason: row.answer_reason,
      },
      pinned: row.pinned === 1,
      note: row.note,
      tags: JSON.parse(row.tags) as string[],
      found: {
        eventType: row.found_type,
        verdict: row.verdict === null ? null : (VERDICTS[row.verdict] ?? null),
        provider: row.provider,
      },
    }
  }

  /** Nearly all captures were answered the same. */
  private answerContent(version: number): ExportedAnswer['content'] {
    const known = this.answers.get(version)
    if (known !== undefined) return known
    const row = this.db.prepare('SELECT headers, body FROM answer_versions WHERE id = ?').get(version) as
      | { headers: string; body: Uint8Array }
      | undefined
    const content = row === undefined ? null : { headers: pairsFromJson(row.headers), body: row.body }
    if (this.answers.size >= 16) this.answers = new Map()
    this.answers.set(version, content)
    return content
  }

  private delivery(seq: number, captureId: string): ExportedDelivery | null {
    const row = this.db
      .prepare('SELECT d.*, t.* FROM deliveries d JOIN delivery_contents t ON t.seq = d.seq WHERE d.seq = ?')
      .get(seq) as DeliveryRow | undefined
    if (row === undefined) return null
    const request = { inline: row.request_body, owner: row.id, part: 0, size: row.request_body_size } as const
    const response = { inline: row.response_body, owner: row.id, part: 1, size: row.response_body_size } as const
    return {
      ...deliverySummary(row, captureId),
      requestHeaders: pairsFromJson(row.request_headers),
      requestBody: row.request_body_captured === 1 ? null : readStoredBody(this.db, request, 0, request.size),
      response: row.response === null ? null : (JSON.parse(row.response) as DeliveryDetail['response']),
      responseBody: readStoredBody(this.db, response, 0, response.size),
    }
  }
}
