import type { Migration } from '../migrate.ts'

/** What a capture came through: the kind of the tunnel, or NULL for the receiver's own port. */
export const tunnelDoors: Migration = {
  version: 2,
  sql: 'ALTER TABLE captures ADD COLUMN via TEXT;',
}
