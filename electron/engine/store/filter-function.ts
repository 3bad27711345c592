import type { Database } from 'better-sqlite3'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { filterNeed } from '../../../shared/search/filter-needs.ts'
import type { FilterNode } from '../../../shared/search/filter-node.ts'
import { type FilterMatcher, filterMatcher } from '../../../shared/search/matches-filter.ts'
import { parseFilter } from '../../../shared/search/parse-filter.ts'
import type { SearchedBody } from '../../../shared/search/searched-capture.ts'
import { readSearchedBody } from '../search/searched-body.ts'
import { idText, msFromUs, pairsFromJson, stateFromCode, VERDICTS } from './rows.ts'

const FUNCTION = 'filter_matches'

/** What stands in rows. Of `c` the capture, `a` its answer, `m` its marks. */
const ROW = `c.id, c.received_at, c.endpoint, c.method, c.target,
  coalesce((SELECT event_type FROM events e WHERE e.seq = c.seq), c.event_type), c.state, c.body_size, a.status, a.after_us,
  coalesce(m.pinned, 0), (SELECT verdict FROM verdicts v WHERE v.seq = c.seq),
  (SELECT provider FROM verdicts v WHERE v.seq = c.seq), c.seq <= (SELECT through FROM verdict_progress),
  (SELECT kind FROM handshakes h WHERE h.seq = c.seq),
  EXISTS (SELECT 1 FROM deliveries d WHERE d.capture_seq = c.seq AND d.kind <> 'forward'),
  (SELECT event_id FROM events e WHERE e.seq = c.seq),
  EXISTS (SELECT 1 FROM events e WHERE e.seq = c.seq AND (e.first_seq IS NOT NULL OR e.repeats IS NOT NULL)),
  (SELECT group_concat(tag, ' ') FROM tags WHERE tags.seq = c.seq)`
const BESIDE = `(SELECT headers FROM capture_contents t WHERE t.seq = c.seq), m.note`
const BODY = '(SELECT body FROM capture_contents t WHERE t.seq = c.seq)'

/** A condition that asks a filter of rows; only what the filter needs is read. */
export function filterCondition(node: FilterNode): string {
  const need = filterNeed(node)
  const parts = [ROW, ...(need === 'row' ? [] : [BESIDE]), ...(need === 'body' ? [BODY] : [])]
  return `${FUNCTION}(?, ?, ${parts.join(', ')})`
}

type Value = string | number | null

/** Lets SQL on this connection ask filters. Its first arguments are the filter's text, and when it was read. */
export function addFilterFunction(db: Database): void {
  let last: { readonly text: string; readonly now: number; readonly matches: FilterMatcher } | null = null
  db.function(FUNCTION, { varargs: true, deterministic: true }, (...args: unknown[]) => {
    const [text, now, id, receivedAt, endpoint, method, target, eventType, state, bodySize, status, afterUs, ...more] =
      args as [
        string,
        number,
        Uint8Array,
        number,
        string,
        string | null,
        string | null,
        string | null,
        number,
        number,
        number | null,
        number | null,
      ]
    const [pinned, verdict, provider, checked, handshake, replayed, eventId, duplicate, tags, headersJson, note, body] =
      more as unknown as [...Value[]]
    if (last === null || last.text !== text || last.now !== now) last = { text, now, matches: matcherOf(text, now) }
    const headers = () => pairsFromJson((headersJson as string | null) ?? null)
    const isChecked = checked === 1
    return Number(
      last.matches({
        id: idText(id),
        receivedAt,
        endpoint,
        method,
        target,
        eventType,
        state: stateFromCode(state),
        bodySize,
        answeredStatus: status,
        answeredMs: msFromUs(afterUs),
        pinned: pinned === 1,
        verdict: verdict === null ? (isChecked ? 'not-checkable' : null) : (VERDICTS[verdict as number] ?? null),
        provider: provider as string | null,
        handshake: handshake as string | null,
        eventId: eventId as string | null,
        isDuplicate: duplicate === 1,
        isReplayed: replayed === 1,
        headers,
        note: () => (note as string | null) ?? '',
        tags: () => (tags as string | null)?.split(' ') ?? [],
        body: () => readBody(headers(), body as unknown as Uint8Array | null),
      }),
    )
  })
}

function matcherOf(text: string, now: number): FilterMatcher {
  const parsed = parseFilter(text, now)
  if (!parsed.ok) throw new Error('A filter must be read before rows are asked')
  return filterMatcher(parsed.node)
}

/** Of what takes long to decode nothing is told. */
function readBody(headers: HeaderPairs, body: Uint8Array | null): SearchedBody | null {
  const read = body === null ? null : readSearchedBody(headers, body)
  return read instanceof Promise ? null : read
}
