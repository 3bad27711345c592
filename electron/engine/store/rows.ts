import {
  type CaptureState,
  type CaptureSummary,
  captureState,
  LISTED_TARGET_LENGTH,
} from '../../../shared/capture/capture.ts'
import { type HeaderPair, pairsFromFlat } from '../../../shared/http/header-pairs.ts'
import type { Verdict } from '../../../shared/signature/verdict.ts'
import { verdict } from '../../../shared/signature/verdict.ts'

/** Codes of `captures.state`. Kept for ever: they are on disk. */
const STATES: ReadonlyArray<CaptureState> = captureState.options
export const MALFORMED = STATES.indexOf('malformed')

export function stateCode(state: CaptureState): number {
  return STATES.indexOf(state)
}

export function stateFromCode(code: number): CaptureState {
  return STATES[code] ?? 'complete'
}

/** Codes of `verdicts.verdict`, likewise. */
export const VERDICTS: ReadonlyArray<Verdict> = verdict.options

export function verdictCode(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict)
}

/** A UUID as the 16 bytes that are stored. Not `uuid.parse`, which takes several times as long: runs ask it for each capture. */
export function idBytes(id: string): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The same as text. Not `uuid.stringify`, which checks what it made with a regular expression: every capture is told of by it. */
export function idText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Of `events e`; what was received before there was that table has it in its own row, until it is identified. */
export const EVENT_TYPE = 'coalesce(e.event_type, c.event_type)'

export const SUMMARY_COLUMNS = `
  c.seq, c.id, c.received_at, c.endpoint, c.method, c.state, c.body_size,
  ${EVENT_TYPE} AS event_type, e.event_id, coalesce(e.attempt, 1) AS attempt,
  e.first_seq IS NOT NULL OR e.repeats IS NOT NULL AS duplicate,
  CASE WHEN length(c.target) > ${LISTED_TARGET_LENGTH} THEN substr(c.target, 1, ${LISTED_TARGET_LENGTH}) ELSE c.target END AS target,
  a.status AS answered_status, a.after_us,
  coalesce(m.pinned, 0) AS pinned, coalesce(m.note <> '', 0) AS has_note,
  (SELECT count(*) FROM deliveries d WHERE d.capture_seq = c.seq) AS deliveries,
  (SELECT group_concat(tag, ' ') FROM tags t WHERE t.seq = c.seq) AS tags,
  v.verdict, v.provider, v.reason AS verdict_reason, h.kind AS handshake,
  EXISTS (SELECT 1 FROM drifts WHERE drifts.seq = c.seq AND accepted = 0) AS drifts,
  c.seq <= (SELECT through FROM verdict_progress) AS checked`

export const SUMMARY_TABLES = `
  captures c LEFT JOIN answers a ON a.seq = c.seq LEFT JOIN marks m ON m.seq = c.seq
  LEFT JOIN verdicts v ON v.seq = c.seq LEFT JOIN handshakes h ON h.seq = c.seq
  LEFT JOIN events e ON e.seq = c.seq`

export interface SummaryRow {
  readonly seq: number
  readonly id: Uint8Array
  readonly received_at: number
  readonly endpoint: string
  readonly method: string | null
  readonly target: string | null
  readonly event_type: string | null
  readonly event_id: string | null
  readonly attempt: number
  readonly duplicate: number
  readonly state: number
  readonly body_size: number
  readonly answered_status: number | null
  readonly after_us: number | null
  readonly pinned: number
  readonly has_note: number
  readonly deliveries: number
  /** Parted by spaces. */
  readonly tags: string | null
  readonly verdict: number | null
  readonly provider: string | null
  readonly verdict_reason: string | null
  readonly handshake: string | null
  readonly drifts: number
  readonly checked: number
}

/** `change`: the value of the counter that the row was read at. */
export function summaryFromRow(row: SummaryRow, change: number): CaptureSummary {
  return {
    id: idText(row.id),
    seq: row.seq,
    change,
    receivedAt: row.received_at,
    endpoint: row.endpoint,
    method: row.method,
    target: row.target,
    eventType: row.event_type,
    eventId: row.event_id,
    attempt: row.attempt,
    duplicate: row.duplicate === 1,
    state: stateFromCode(row.state),
    bodySize: row.body_size,
    answeredStatus: row.answered_status,
    answeredMs: msFromUs(row.after_us),
    pinned: row.pinned === 1,
    hasNote: row.has_note === 1,
    deliveries: row.deliveries,
    tags: row.tags?.split(' ') ?? [],
    ...verdictFromRow(row),
    handshake: row.handshake,
    drifts: row.drifts === 1,
  }
}

/** Without a row, what was checked is of no known provider. */
function verdictFromRow(row: SummaryRow): Pick<CaptureSummary, 'verdict' | 'provider' | 'verdictReason'> {
  if (row.verdict !== null) {
    return { verdict: VERDICTS[row.verdict] ?? null, provider: row.provider, verdictReason: row.verdict_reason }
  }
  if (row.checked !== 1) return { verdict: null, provider: null, verdictReason: null }
  return { verdict: 'not-checkable', provider: null, verdictReason: 'provider-unknown' }
}

export function msFromUs(us: number | null): number | null {
  return us === null ? null : us / 1000
}

export function pairsFromJson(json: string | null): HeaderPair[] {
  return json === null ? [] : pairsFromFlat(JSON.parse(json) as string[])
}

export function flatFromPairs(pairs: ReadonlyArray<HeaderPair>): string[] {
  // By hand: `flat` takes several times as long, and this runs for every request that comes or goes.
  const flat: string[] = []
  for (const [name, value] of pairs) flat.push(name, value)
  return flat
}
