import type { Migration } from '../migrate.ts'

/**
 * What endpoints say of their public URL: who may post there (the password sealed), what the tunnel adds, and the URL that
 * was given away. `tunnel_checks` keeps what tunnels were found to change, the newest of each kind and URL.
 */
export const publicUrls: Migration = {
  version: 3,
  sql: `
    ALTER TABLE endpoints ADD COLUMN access TEXT;
    ALTER TABLE endpoints ADD COLUMN access_password BLOB;
    ALTER TABLE endpoints ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE endpoints ADD COLUMN tunnel_headers TEXT;
    ALTER TABLE endpoints ADD COLUMN public_url TEXT;

    CREATE TABLE tunnel_checks (
      kind TEXT NOT NULL,
      url TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      report TEXT NOT NULL,
      PRIMARY KEY (kind, url)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tunnel_checks_by_time ON tunnel_checks (started_at);
  `,
}
