import { assertNever } from '../../../../shared/assert-never.ts'
import type { GroupedBy } from '../../../../shared/search/group.ts'
import { EVENT_TYPE, MALFORMED } from '../rows.ts'

/** What captures are counted by. */
export type TallyBy =
  | { readonly kind: 'all' }
  | { readonly kind: 'group'; readonly by: GroupedBy }
  /** Bars of time, from `from` on, each `width` ms wide. */
  | { readonly kind: 'bars'; readonly from: number; readonly width: number; readonly count: number }

export type TallyKey = string | number | null

/** The part of a target that names a place, without the query. */
const PATH = `substr(c.target, 1, min(instr(c.target || '?', '?'), instr(c.target || '#', '#')) - 1)`

const GROUP_KEYS: Readonly<Record<GroupedBy, string>> = {
  endpoint: 'c.endpoint',
  provider: 'v.provider',
  event: EVENT_TYPE,
  'event-id': 'e.event_id',
  method: 'c.method',
  path: PATH,
  status: 'a.status',
}

/** The key of a capture in SQL, on the tables of `SUMMARY_TABLES`. */
export function tallyKeySql(by: TallyBy): string {
  switch (by.kind) {
    case 'all':
      return '0'
    case 'group':
      return GROUP_KEYS[by.by]
    // Twice the bar, and one more for those that failed.
    case 'bars':
      return `2 * min(${by.count - 1}, CAST((c.received_at - ${by.from}) / ${by.width} AS INTEGER))
        + (coalesce(a.status, 0) >= 400 OR c.state = ${MALFORMED})`
    default:
      return assertNever(by)
  }
}
