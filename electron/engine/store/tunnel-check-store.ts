import type { Database, Statement } from 'better-sqlite3'
import type { FidelityReport } from '../../../shared/tunnel/fidelity.ts'
import type { TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'

/** URLs of free tunnels change daily, and old ones tell nothing any more. */
const KEPT = 50

/** What tunnels were found to change: the newest report of each kind and URL. Writing runs inside a transaction. */
export class TunnelCheckStore {
  private readonly selectNewest: Statement
  private readonly selectNewestOfKind: Statement
  private readonly upsert: Statement
  private readonly prune: Statement

  constructor(db: Database) {
    this.selectNewest = db.prepare('SELECT report FROM tunnel_checks ORDER BY started_at DESC LIMIT 1').pluck()
    this.selectNewestOfKind = db
      .prepare('SELECT report FROM tunnel_checks WHERE kind = ? ORDER BY started_at DESC LIMIT 1')
      .pluck()
    this.upsert = db.prepare(
      `INSERT INTO tunnel_checks (kind, url, started_at, report) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET started_at = excluded.started_at, report = excluded.report`,
    )
    this.prune = db.prepare(
      `DELETE FROM tunnel_checks WHERE started_at <
         (SELECT started_at FROM tunnel_checks ORDER BY started_at DESC LIMIT 1 OFFSET ${KEPT - 1})`,
    )
  }

  newest(kind?: TunnelKindId): FidelityReport | null {
    const text = (kind === undefined ? this.selectNewest.get() : this.selectNewestOfKind.get(kind)) as
      | string
      | undefined
    return text === undefined ? null : (JSON.parse(text) as FidelityReport)
  }

  save(report: FidelityReport): void {
    this.upsert.run(report.via, report.url, report.startedAt, JSON.stringify(report))
    this.prune.run()
  }
}
