import type { Migration } from '../migrate.ts'

/** Whose secret it is, where an endpoint has those of several providers. NULL: of any that it fits. */
export const secretProvider: Migration = {
  version: 10,
  sql: 'ALTER TABLE secrets ADD COLUMN provider TEXT',
}
