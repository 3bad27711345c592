import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { ReadConnection } from './read-connection.ts'
import { idText, SUMMARY_COLUMNS, SUMMARY_TABLES, type SummaryRow, summaryFromRow } from './rows.ts'

interface ChangeRow {
  readonly change: number
  readonly first_seq: number
  readonly last_seq: number
  readonly deleted_id: Uint8Array | null
}

/** What a screen catches up with. */
export function changeQueries(db: ReadConnection) {
  return {
    changes(since: number, limit: number): CallOutput<'captures.changes'> {
      return db.snapshot(() => changesSince(db, since, limit))
    },

    /** Rows of these captures; those that are gone or in the trash are left out. */
    summaries(seqs: ReadonlyArray<number>): CaptureSummary[] {
      return db.snapshot(() => summariesAt(db, seqs, db.changeCounter()))
    },
  }
}

function changesSince(db: ReadConnection, since: number, limit: number): CallOutput<'captures.changes'> {
  const counter = db.changeCounter()
  const reset = { captures: [], deletedIds: [], change: counter, more: false, reset: true }
  const oldest = db.prepare('SELECT min(change) FROM changes').pluck().get() as number | null
  if (since > counter || (oldest !== null && since < oldest - 1)) return reset
  const deleted = new Map<number, string>()
  const touched = new Set<number>()
  let change = since
  let more = false
  const rows = db
    .prepare('SELECT * FROM changes WHERE change > ? ORDER BY change LIMIT ?')
    .all(since, limit) as ChangeRow[]
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
    captures: summariesAt(db, [...touched], counter),
    deletedIds: [...deleted.values()],
    change: more ? change : counter,
    more,
    reset: false,
  }
}

function summariesAt(db: ReadConnection, seqs: ReadonlyArray<number>, change: number): CaptureSummary[] {
  const one = db.prepare(`SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES} WHERE c.seq = ? AND m.trashed_at IS NULL`)
  return seqs.flatMap((seq) => {
    const row = one.get(seq) as SummaryRow | undefined
    return row === undefined ? [] : [summaryFromRow(row, change)]
  })
}
