import type { Database, Statement } from 'better-sqlite3'
import type { EndpointIgnoreRules } from '../../../shared/diff/ignore-rule.ts'
import type { ReadConnection } from './read-connection.ts'

/** No slug is empty: what belongs to no endpoint. */
const NO_ENDPOINT = ''

interface RuleRow {
  readonly endpoint: string
  readonly rules: string
}

/** What does not count when captures of an endpoint are compared. Writing methods run inside a transaction. */
export class IgnoreRuleStore {
  private readonly db: Database
  private readonly upsert: Statement
  private readonly remove: Statement

  constructor(db: Database) {
    this.db = db
    this.upsert = db.prepare(
      'INSERT INTO ignore_rules (endpoint, rules) VALUES (?, ?) ON CONFLICT DO UPDATE SET rules = excluded.rules',
    )
    this.remove = db.prepare('DELETE FROM ignore_rules WHERE endpoint = ?')
  }

  all(): EndpointIgnoreRules[] {
    return readIgnoreRules(this.db)
  }

  of(endpoint: string | null): ReadonlyArray<string> {
    return this.all().find((each) => each.endpoint === endpoint)?.rules ?? []
  }

  save({ endpoint, rules }: EndpointIgnoreRules): void {
    if (rules.length === 0) this.remove.run(endpoint ?? NO_ENDPOINT)
    else this.upsert.run(endpoint ?? NO_ENDPOINT, JSON.stringify(rules))
  }
}

/** On any connection. */
export function readIgnoreRules(db: Pick<Database, 'prepare'> | ReadConnection): EndpointIgnoreRules[] {
  const rows = db.prepare('SELECT endpoint, rules FROM ignore_rules ORDER BY endpoint').all() as RuleRow[]
  return rows.map(({ endpoint, rules }) => ({
    endpoint: endpoint === NO_ENDPOINT ? null : endpoint,
    rules: JSON.parse(rules) as string[],
  }))
}
