import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import packageJson from '../../../package.json' with { type: 'json' }
import type { ExportFormat } from '../../../shared/export/export-format.ts'
import type { ExportPiece, ExportWriter } from '../../../shared/export/export-writer.ts'
import type { ExportedCapture } from '../../../shared/export/exported-capture.ts'
import { type LeftOut, MOST_NAMED, NONE_LEFT_OUT } from '../../../shared/export/left-out.ts'
import { ExportRedactor } from '../../../shared/export/redact-exported.ts'
import { bundleWriter } from '../../../shared/export/write-bundle.ts'
import { csvWriter } from '../../../shared/export/write-csv.ts'
import { harWriter } from '../../../shared/export/write-har.ts'
import { ndjsonWriter } from '../../../shared/export/write-ndjson.ts'
import type { Redaction } from '../../../shared/redact/redaction.ts'
import type { RedactionReport } from '../../../shared/redact/redaction-report.ts'
import { decodeContent } from '../redact/decode-content.ts'
import { newRedaction, type RedactionOrder } from '../redact/new-redaction.ts'
import { ExportQueries, type ExportScope } from '../store/export-queries.ts'
import { ReadConnection } from '../store/read-connection.ts'
import type { CaptureSearch } from '../store/search/capture-search.ts'
import { openSearch } from '../store/search/open-search.ts'
import { bundleDigest } from './bundle-digest.ts'
import { nodeByteText } from './node-byte-text.ts'
import { zipOfBodies } from './zip-of-bodies.ts'

export interface ExportOrder {
  readonly scope: ExportScope
  readonly format: ExportFormat
  /** Deliveries too, where the format has a place for them. */
  readonly deliveries: boolean
  /** Null: as it came. */
  readonly redaction: RedactionOrder | null
}

/** How far an export has come. */
export interface ExportCount {
  captures: number
  deliveries: number
  /** Of the captures that are looked at, 0 to 1. */
  share: number
  /** Once the end is reached, what was taken out. */
  redaction: RedactionReport | null
  leftOut: LeftOut
}

export function newExportCount(): ExportCount {
  return { captures: 0, deliveries: 0, share: 0, redaction: null, leftOut: NONE_LEFT_OUT }
}

const PIECE_BYTES = 64 * 1024
/** Base64 in gzip gains little from trying hard, and a person waits. */
const GZIP = { level: 4, chunkSize: PIECE_BYTES }

/**
 * A file of captures, in pieces, from a connection that cannot write. Whoever takes the pieces decides how fast; only one
 * page of captures is in memory meanwhile, and no statement is open.
 */
export function exportStream(db: Database, order: ExportOrder, count: ExportCount): AsyncIterable<Uint8Array> {
  const captures = new CaptureSource(db, order, count)
  if (order.format === 'zip') return packed(zipOfBodies(captures.all()))
  const lines = packed(written(captures, writerOf(order.format)))
  if (order.format !== 'bundle') return lines
  const gzip = createGzip(GZIP)
  // Whoever reads hears of what goes wrong, and what is before it ends with it.
  pipeline(Readable.from(lines, { objectMode: false }), gzip).catch(() => {})
  return gzip
}

/** Captures one after the other, with what belongs to them. */
class CaptureSource {
  readonly queries: ExportQueries
  readonly #search: CaptureSearch
  readonly order: ExportOrder
  readonly count: ExportCount
  /** Null: all goes out as it came. */
  readonly redactor: ExportRedactor | null
  readonly #redaction: Redaction | null

  constructor(db: Database, order: ExportOrder, count: ExportCount) {
    const connection = new ReadConnection(db)
    this.queries = new ExportQueries(connection)
    // What cannot be asked a filter might be what it wants.
    this.#search = openSearch(connection, path.dirname(db.name), (seq) => this.leaveOut(seq))
    this.order = order
    this.count = count
    this.#redaction = order.redaction === null ? null : newRedaction(order.redaction)
    this.redactor = this.#redaction === null ? null : new ExportRedactor(this.#redaction, decodeContent)
  }

  async *all(): AsyncIterable<ExportedCapture> {
    for await (const { capture } of this.rows()) yield capture
    this.ended()
  }

  ended(): void {
    this.count.redaction = this.#redaction?.report() ?? null
  }

  async *rows(): AsyncIterable<{ seq: number; capture: ExportedCapture }> {
    const { scope } = this.order
    const rows = scope.kind === 'ids' ? this.selected(scope.ids) : this.filtered(scope.filter)
    for await (const { seq, capture } of rows) {
      this.count.captures++
      if (this.redactor === null) yield { seq, capture }
      else yield { seq, capture: await this.redactor.capture(capture, this.queries.deliveries(seq, capture.id)) }
    }
  }

  /** One that cannot be read must not keep the others from going out, nor be missed in silence. */
  private leaveOut(seq: number): void {
    const { count, ids } = this.count.leftOut
    const id = ids.length < MOST_NAMED ? this.queries.idOf(seq) : null
    this.count.leftOut = { count: count + 1, ids: id === null ? ids : [...ids, id] }
  }

  private async *selected(ids: ReadonlyArray<string>): AsyncIterable<{ seq: number; capture: ExportedCapture }> {
    const seqs = this.queries.seqsOf(ids)
    for (const [index, seq] of seqs.entries()) {
      const capture = this.queries.capture(seq, (unreadable) => this.leaveOut(unreadable))
      this.count.share = index / seqs.length
      // Deleted since: there is nothing to write of it.
      if (capture === null) continue
      yield { seq, capture }
      if (index % 64 === 63) await turn()
    }
    this.count.share = 1
  }

  private async *filtered(
    filter: Extract<ExportScope, { kind: 'filter' }>['filter'],
  ): AsyncIterable<{ seq: number; capture: ExportedCapture }> {
    const { first, last } = this.queries.bounds()
    for (let from: number | null = first; from !== null && from <= last; ) {
      const page = this.queries.page(this.#search, filter, from, last, (unreadable) => this.leaveOut(unreadable))
      for (const row of page.captures) {
        this.count.share = (row.seq - first) / (last - first + 1)
        yield row
      }
      from = page.next
      // Lets a message through that cancels.
      await turn()
    }
    this.count.share = 1
  }
}

async function* written(source: CaptureSource, writer: ExportWriter): AsyncIterable<ExportPiece> {
  const { queries, order, count, redactor } = source
  const endpoints = new Set<string>()
  yield* writer.begin()
  for await (const { seq, capture } of source.rows()) {
    if (capture.endpoint !== null && !endpoints.has(capture.endpoint)) {
      endpoints.add(capture.endpoint)
      const endpoint = queries.endpoint(capture.endpoint)
      if (endpoint !== null) yield* writer.endpoint(redactor === null ? endpoint : await redactor.endpoint(endpoint))
    }
    yield* writer.capture(capture)
    if (!order.deliveries) continue
    for (const delivery of queries.deliveries(seq, capture.id)) {
      count.deliveries++
      yield* writer.delivery(redactor === null ? delivery : await redactor.delivery(delivery), capture)
    }
  }
  source.ended()
  yield* writer.end({ captures: count.captures, deliveries: count.deliveries })
}

function writerOf(format: Exclude<ExportFormat, 'zip'>): ExportWriter {
  const { version } = packageJson
  switch (format) {
    case 'ndjson':
      return ndjsonWriter(nodeByteText)
    case 'har':
      return harWriter(nodeByteText, { name: 'Hookbench', version })
    case 'csv':
      return csvWriter()
    case 'bundle':
      return bundleWriter(nodeByteText, bundleDigest(), { writtenAt: Date.now(), by: `Hookbench ${version}` })
  }
}

/** Small pieces as larger ones. */
async function* packed(pieces: AsyncIterable<ExportPiece>): AsyncIterable<Uint8Array> {
  let held: Buffer[] = []
  let size = 0
  for await (const piece of pieces) {
    const bytes =
      typeof piece === 'string'
        ? Buffer.from(piece, 'utf8')
        : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    held.push(bytes)
    size += bytes.length
    if (size < PIECE_BYTES) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}
