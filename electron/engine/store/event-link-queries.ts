import type { StoredEvent } from './event-store.ts'
import type { ReadConnection } from './read-connection.ts'
import { EVENT_TYPE } from './rows.ts'

/** What is known of a capture's event already. */
export interface KnownEvent extends Omit<StoredEvent, 'seq' | 'endpoint' | 'isNews'> {
  /** Whether it has a row at all; else this is what it had when it was received. */
  readonly isStored: boolean
}

/** A capture that another may be linked to. */
export interface LinkedEvent {
  readonly seq: number
  readonly attempt: number
  readonly first: number | null
  readonly hasId: boolean
  /** When its event's first attempt was received; its own time where that one is gone. */
  readonly firstAt: number
}

const COLUMNS = `SELECT e.seq, e.attempt, e.first_seq AS first, e.event_key IS NOT NULL AS hasId,
  coalesce(f.received_at, c.received_at) AS firstAt
  FROM events e JOIN captures c ON c.seq = e.seq LEFT JOIN captures f ON f.seq = e.first_seq`

/** What linking a capture asks for, on the connection of the thread that checks. */
export class EventLinkQueries {
  private readonly db: ReadConnection

  constructor(db: ReadConnection) {
    this.db = db
  }

  /** The nearest before it with the same event id. */
  byEvent(eventKey: string, before: number): LinkedEvent | null {
    return this.nearest('e.event_key', eventKey, before)
  }

  /** The nearest before it with the same bytes. */
  byContent(contentKey: string, before: number): LinkedEvent | null {
    return this.nearest('e.content_key', contentKey, before)
  }

  known(seq: number): KnownEvent | null {
    const row = this.db
      .prepare(
        `SELECT ${EVENT_TYPE} AS type, e.event_id AS id, e.counter, e.event_key AS eventKey, e.content_key AS contentKey,
           coalesce(e.attempt, 1) AS attempt, e.first_seq AS first, e.repeats, e.seq IS NOT NULL AS isStored
         FROM captures c LEFT JOIN events e ON e.seq = c.seq WHERE c.seq = ?`,
      )
      .get(seq) as (Omit<KnownEvent, 'isStored'> & { isStored: number }) | undefined
    return row === undefined ? null : { ...row, isStored: row.isStored === 1 }
  }

  private nearest(column: string, key: string, before: number): LinkedEvent | null {
    const row = this.db
      .prepare(`${COLUMNS} WHERE ${column} = ? AND e.seq < ? ORDER BY e.seq DESC LIMIT 1`)
      .get(key, before) as (Omit<LinkedEvent, 'hasId'> & { hasId: number }) | undefined
    return row === undefined ? null : { ...row, hasId: row.hasId === 1 }
  }
}
