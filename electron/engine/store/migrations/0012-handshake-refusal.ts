import type { Migration } from '../migrate.ts'

/** Why a handshake was not answered as its provider wants it; NULL: it was. */
export const handshakeRefusal: Migration = {
  version: 12,
  sql: 'ALTER TABLE handshakes ADD COLUMN refusal TEXT',
}
