import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { ReadConnection } from './read-connection.ts'
import {
  EVENT_TYPE,
  idBytes,
  idText,
  SUMMARY_COLUMNS,
  SUMMARY_TABLES,
  type SummaryRow,
  summaryFromRow,
} from './rows.ts'

/** Rows that one statement looks at: what is in the trash is passed over, and may be much. */
const LOOKED_AT = 500

interface EventRow {
  readonly seq: number
  readonly endpoint: string
  readonly type: string | null
  readonly first: number | null
}

/** Captures that tell of one event, or of events of one type. */
export function eventQueries(db: ReadConnection) {
  return {
    /** Null: there is no such capture. The first, and those nearest to it: `limit` before it and as many behind. */
    attempts(id: string, limit: number): CallOutput<'captures.attempts'> | null {
      return db.snapshot(() => {
        const event = eventOf(db, id)
        if (event === null) return null
        const first = event.first ?? event.seq
        const change = db.changeCounter()
        const before = listed(db, (from, count) => attemptsBefore(db, first, from, count), event.seq, limit)
        const behind = listed(db, (from, count) => attemptsBehind(db, first, from, count), event.seq, limit)
        const head = before.isWhole || before.seqs.includes(first) ? [] : [first].filter((seq) => isListed(db, seq))
        const seqs = [...head, ...before.seqs.reverse(), event.seq, ...behind.seqs]
        return {
          captures: seqs.flatMap((seq) => summaryAt(db, seq, change)),
          isWhole: before.isWhole && behind.isWhole,
        }
      })
    },

    /**
     * The capture of another event of the same type, nearest before this one. It came before this event's first attempt:
     * what came between its attempts is newer than what they tell of.
     */
    previousOfType(id: string): CallOutput<'captures.previousOfType'> | null {
      return db.snapshot(() => {
        const event = eventOf(db, id)
        if (event === null) return null
        if (event.type === null) return { capture: null }
        const { seqs } = listed(db, (from, count) => ofType(db, event, from, count), event.first ?? event.seq, 1)
        const [capture] = seqs.flatMap((seq) => summaryAt(db, seq, db.changeCounter()))
        return { capture: capture ?? null }
      })
    },
  }
}

/** The earliest capture that is still listed of those that this one repeats. */
export function earliestRepeated(db: ReadConnection, seq: number, first: number | null, repeats: number | null) {
  if (first !== null) {
    if (isListed(db, first)) return idAt(db, first)
    const { seqs } = listed(db, (from, count) => attemptsFrom(db, first, from, seq, count), first, 1)
    return seqs[0] === undefined ? null : idAt(db, seqs[0])
  }
  return repeats !== null && isListed(db, repeats) ? idAt(db, repeats) : null
}

function eventOf(db: ReadConnection, id: string): EventRow | null {
  const row = db
    .prepare(
      `SELECT c.seq, c.endpoint, ${EVENT_TYPE} AS type, e.first_seq AS first FROM captures c LEFT JOIN events e ON e.seq = c.seq
       LEFT JOIN marks m ON m.seq = c.seq WHERE c.id = ? AND m.trashed_at IS NULL`,
    )
    .get(idBytes(id)) as EventRow | undefined
  return row ?? null
}

/** Goes on from where it was until there are as many listed ones, or no more. */
function listed(
  db: ReadConnection,
  next: (from: number, count: number) => number[],
  from: number,
  wanted: number,
): { seqs: number[]; isWhole: boolean } {
  const seqs: number[] = []
  let place = from
  for (;;) {
    const found = next(place, LOOKED_AT)
    for (const seq of found) {
      place = seq
      if (!isListed(db, seq)) continue
      if (seqs.length === wanted) return { seqs, isWhole: false }
      seqs.push(seq)
    }
    if (found.length < LOOKED_AT) return { seqs, isWhole: true }
  }
}

/** The first attempt has no `first_seq`, so it is asked for by its own number. */
function attemptsBefore(db: ReadConnection, first: number, before: number, count: number): number[] {
  const found = db
    .prepare('SELECT seq FROM events WHERE first_seq = ? AND seq < ? ORDER BY seq DESC LIMIT ?')
    .pluck()
    .all(first, before, count) as number[]
  return found.length < count && first < before ? [...found, first] : found
}

function attemptsBehind(db: ReadConnection, first: number, after: number, count: number): number[] {
  return attemptsFrom(db, first, after, Number.MAX_SAFE_INTEGER, count)
}

function attemptsFrom(db: ReadConnection, first: number, after: number, before: number, count: number): number[] {
  return db
    .prepare('SELECT seq FROM events WHERE first_seq = ? AND seq > ? AND seq < ? ORDER BY seq LIMIT ?')
    .pluck()
    .all(first, after, before, count) as number[]
}

function ofType(db: ReadConnection, { type, endpoint }: EventRow, before: number, count: number): number[] {
  return db
    .prepare('SELECT seq FROM events WHERE event_type = ? AND endpoint = ? AND seq < ? ORDER BY seq DESC LIMIT ?')
    .pluck()
    .all(type, endpoint, before, count) as number[]
}

function isListed(db: ReadConnection, seq: number): boolean {
  return (
    db
      .prepare('SELECT 1 FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE c.seq = ? AND m.trashed_at IS NULL')
      .get(seq) !== undefined
  )
}

function idAt(db: ReadConnection, seq: number): string {
  return idText(db.prepare('SELECT id FROM captures WHERE seq = ?').pluck().get(seq) as Uint8Array)
}

function summaryAt(db: ReadConnection, seq: number, change: number): CaptureSummary[] {
  const row = db.prepare(`SELECT ${SUMMARY_COLUMNS} FROM ${SUMMARY_TABLES} WHERE c.seq = ?`).get(seq)
  return row === undefined ? [] : [summaryFromRow(row as SummaryRow, change)]
}
