import { bodyKind, imageType, SNIFFED_BYTES } from '../../../shared/body/body-kind.ts'
import type { DecodedText } from '../../../shared/body/decode-text.ts'
import { findBytes, findBytesBackwards } from '../../../shared/body/find-bytes.ts'
import { HEX_ROW_BYTES, hexLine, hexRow, hexRowCount } from '../../../shared/body/hex-dump.ts'
import { prettyJson } from '../../../shared/body/json-pretty.ts'
import { LineIndex } from '../../../shared/body/line-index.ts'
import { type ContentType, contentTypeParam, parseContentType } from '../../../shared/http/content-type.ts'
import { parseFormUrlencoded } from '../../../shared/http/form-urlencoded.ts'
import { type Multipart, parseMultipart } from '../../../shared/http/multipart.ts'
import type { QueryPair } from '../../../shared/http/query.ts'
import type {
  BodyInfo,
  FoundText,
  NoTextView,
  ReadableText,
  RowsOfText,
  TextMode,
  TextRow,
  TextView,
} from './body-protocol.ts'
import { readByteQuery } from './byte-query.ts'
import { decodeText } from './decode-text.ts'
import { suitsEditor } from './suits-editor.ts'

const HEX_ROW_WIDTH = 78

/** A body held in the worker: decoded, indented and indexed when it is first asked for, then served in slices. */
export class BodyDocument {
  readonly info: BodyInfo
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #contentType: ContentType
  #decoded: DecodedText | null = null
  readonly #texts = new Map<TextMode, string>()
  /** The rows that were asked for last: those of another width are found anew, in a few ms for 20 MB. */
  readonly #indexes = new Map<TextMode, { readonly columns: number | undefined; readonly index: LineIndex }>()

  constructor(bytes: Uint8Array<ArrayBuffer>, contentType: string | undefined) {
    this.#bytes = bytes
    this.#contentType = parseContentType(contentType)
    const start = bytes.subarray(0, SNIFFED_BYTES)
    const kind = bodyKind(this.#contentType, start, bytes.length)
    const isText = kind !== 'binary' && kind !== 'image' && kind !== 'empty'
    const decoded = isText ? this.#text() : null
    this.info = {
      kind,
      size: bytes.length,
      mediaType: this.#contentType.mediaType,
      charset: decoded?.charset ?? '',
      charsetNote: decoded?.note ?? null,
      imageType: kind === 'image' ? (imageType(start) ?? this.#contentType.mediaType) : null,
    }
  }

  view({ mode, columns }: RowsOfText): TextView | NoTextView {
    if (mode === 'hex') {
      const rows = hexRowCount(this.#bytes.length)
      return { rows, widest: HEX_ROW_WIDTH, length: rows * (HEX_ROW_WIDTH + 1), suitsEditor: false }
    }
    if (mode === 'pretty') {
      const problem = this.#makePretty()
      if (problem !== null) return { problem }
    }
    const index = this.#index(mode, columns)
    const text = this.text({ mode })
    return { rows: index.rows, widest: index.widest, length: text.length, suitsEditor: suitsEditor(text) }
  }

  readable({ mode }: { mode: TextMode }): ReadableText | NoTextView {
    const view = this.view({ mode })
    if ('problem' in view) return view
    return { view, text: view.suitsEditor ? this.text({ mode }) : null }
  }

  rows({ mode, columns, from, to }: RowsOfText & { from: number; to: number }): TextRow[] {
    const rows: TextRow[] = []
    if (mode === 'hex') {
      const end = Math.min(to, hexRowCount(this.#bytes.length))
      for (let row = from; row < end; row++) {
        rows.push({ line: null, text: hexLine(hexRow(this.#bytes, row)), start: row * HEX_ROW_BYTES })
      }
      return rows
    }
    const index = this.#index(mode, columns)
    for (let row = from; row < Math.min(to, index.rows); row++) {
      rows.push({ line: index.lineNumber(row), text: index.row(row), start: index.startOf(row) })
    }
    return rows
  }

  text({ mode }: { mode: TextMode }): string {
    if (mode === 'hex') throw new Error('A hex dump is served in rows only')
    if (mode === 'raw') return this.#text().text
    const problem = this.#makePretty()
    if (problem !== null) throw new Error(problem)
    return this.#texts.get('pretty') ?? ''
  }

  /** The next place of `query`, whatever the case, from a position on; starts over at the end. */
  find(wanted: RowsOfText & { query: string; from: number; backwards: boolean }): FoundText | null {
    if (wanted.query === '') return null
    if (wanted.mode === 'hex') return this.#findBytes(wanted)
    const text = this.text(wanted)
    const pattern = new RegExp(wanted.query.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi')
    const position = wanted.backwards ? lastMatch(text, pattern, wanted.from) : nextMatch(text, pattern, wanted.from)
    if (position === null) return null
    const index = this.#index(wanted.mode, wanted.columns)
    const row = index.rowAt(position)
    return { row, column: position - index.startOf(row), position, length: wanted.query.length }
  }

  #findBytes({ query, from, backwards }: { query: string; from: number; backwards: boolean }): FoundText | null {
    const { kind, bytes } = readByteQuery(query)
    const anyCase = kind === 'text'
    const position = backwards
      ? (findBytesBackwards(this.#bytes, bytes, from, anyCase) ??
        findBytesBackwards(this.#bytes, bytes, this.#bytes.length, anyCase))
      : (findBytes(this.#bytes, bytes, from, anyCase) ?? findBytes(this.#bytes, bytes, 0, anyCase))
    if (position === null) return null
    return {
      row: Math.floor(position / HEX_ROW_BYTES),
      column: position % HEX_ROW_BYTES,
      position,
      length: bytes.length,
    }
  }

  form({ limit }: { limit: number }): QueryPair[] {
    return parseFormUrlencoded(this.#bytes, limit)
  }

  multipart(): Multipart {
    return parseMultipart(this.#bytes, contentTypeParam(this.#contentType, 'boundary') ?? '')
  }

  /** A copy, which may be handed to another thread. */
  bytes({ start, end }: { start: number; end: number }): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(start, end)
  }

  #text(): DecodedText {
    this.#decoded ??= decodeText(this.#bytes, contentTypeParam(this.#contentType, 'charset'))
    return this.#decoded
  }

  /** Null once the pretty text is there, else why it cannot be. */
  #makePretty(): string | null {
    if (this.#texts.has('pretty')) return null
    if (this.info.kind !== 'json' && this.info.kind !== 'ndjson') return 'Only JSON has a pretty view.'
    const source = this.#text().text
    const result = prettyJson(source, { sequence: this.info.kind === 'ndjson' })
    if (result.kind === 'pretty') {
      this.#texts.set('pretty', result.text)
      return null
    }
    if (result.kind === 'too-long') return 'Indented, this JSON would be too long to show.'
    return `This is no valid JSON: ${describePosition(source, result.position)}.`
  }

  #index(mode: TextMode, columns: number | undefined): LineIndex {
    const known = this.#indexes.get(mode)
    if (known !== undefined && known.columns === columns) return known.index
    const index = new LineIndex(this.text({ mode }), columns)
    this.#indexes.set(mode, { columns, index })
    return index
  }
}

function describePosition(source: string, position: number): string {
  if (position >= source.length) return 'it ends too early'
  const before = source.slice(0, position)
  const line = before.split('\n').length
  const column = position - before.lastIndexOf('\n')
  return `unexpected ${JSON.stringify(String.fromCodePoint(source.codePointAt(position) ?? 0))} at line ${line}, column ${column}`
}

function nextMatch(text: string, pattern: RegExp, from: number): number | null {
  pattern.lastIndex = from
  const match = pattern.exec(text) ?? restart(text, pattern)
  return match?.index ?? null
}

function restart(text: string, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = 0
  return pattern.exec(text)
}

function lastMatch(text: string, pattern: RegExp, before: number): number | null {
  let last: number | null = null
  let lastBefore: number | null = null
  for (const match of text.matchAll(pattern)) {
    last = match.index
    if (match.index < before) lastBefore = match.index
    else if (lastBefore !== null) break
  }
  return lastBefore ?? last
}
