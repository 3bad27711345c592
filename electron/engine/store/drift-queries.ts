import type { ShapeChange } from '../../../shared/shape/shape-change.ts'
import type { ReadConnection } from './read-connection.ts'
import { idBytes } from './rows.ts'

/** What was new in the shapes of captures. */
export function driftQueries(db: ReadConnection) {
  return {
    drift(id: string): { changes: ShapeChange[]; accepted: boolean } {
      const row = db
        .prepare('SELECT d.changes, d.accepted FROM captures c JOIN drifts d ON d.seq = c.seq WHERE c.id = ?')
        .get(idBytes(id)) as { changes: string; accepted: number } | undefined
      if (row === undefined) return { changes: [], accepted: false }
      return { changes: JSON.parse(row.changes) as ShapeChange[], accepted: row.accepted === 1 }
    },
  }
}
