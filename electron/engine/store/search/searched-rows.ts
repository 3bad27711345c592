import type { HeaderPairs } from '../../../../shared/http/header-pairs.ts'
import type { SearchedBody, SearchedCapture } from '../../../../shared/search/searched-capture.ts'
import { readSearchedBody } from '../../searched-text/searched-body.ts'
import type { ReadConnection } from '../read-connection.ts'
import { pairsFromJson, SUMMARY_COLUMNS, type SummaryRow, summaryFromRow } from '../rows.ts'
import { readStoredBody } from '../stored-body.ts'

/** What filters ask of a row; what they ask beyond it is read when they do. */
export const SEARCHED_COLUMNS = `${SUMMARY_COLUMNS}, c.target AS whole_target,
  EXISTS (SELECT 1 FROM deliveries d WHERE d.capture_seq = c.seq AND d.kind <> 'forward') AS replayed`

export interface SearchedRow extends SummaryRow {
  readonly whole_target: string | null
  readonly replayed: number
}

interface ContentRow {
  readonly headers: string
  readonly body: Uint8Array | null
}

/** A row as filters see it. */
export function searchedCapture(db: ReadConnection, row: SearchedRow): SearchedCapture {
  const { seq, id, body_size: size } = row
  let content: ContentRow | null = null
  let headers: HeaderPairs | null = null
  let body: { readonly read: SearchedBody | null } | null = null
  const contentOf = (): ContentRow => {
    content ??= (db.prepare('SELECT headers, body FROM capture_contents WHERE seq = ?').get(seq) ?? GONE) as ContentRow
    return content
  }
  const headersOf = (): HeaderPairs => {
    headers ??= pairsFromJson(contentOf().headers)
    return headers
  }
  const bodyOf = (): SearchedBody | null => {
    const stored = contentOf()
    if (stored === GONE || size === 0) return null
    return readSearchedBody(headersOf(), readStoredBody(db, { inline: stored.body, owner: id, part: 0, size }, 0, size))
  }
  const summary = summaryFromRow(row, 0)
  return {
    ...summary,
    target: row.whole_target,
    isDuplicate: summary.duplicate,
    isReplayed: row.replayed === 1,
    headers: headersOf,
    note: () => (db.prepare('SELECT note FROM marks WHERE seq = ?').pluck().get(seq) as string | undefined) ?? '',
    tags: () => summary.tags,
    body: () => {
      body ??= { read: bodyOf() }
      return body.read
    },
  }
}

/** Erased between two questions. */
const GONE: ContentRow = { headers: '[]', body: null }
