import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/contract/errors.ts'
import { foundation } from './migrations/0001-foundation.ts'
import { tunnelDoors } from './migrations/0002-tunnel-doors.ts'
import { publicUrls } from './migrations/0003-public-urls.ts'
import { signatures } from './migrations/0004-signatures.ts'
import { savedFilters } from './migrations/0005-saved-filters.ts'
import { tags } from './migrations/0006-tags.ts'
import { events } from './migrations/0007-events.ts'
import { shapes } from './migrations/0008-shapes.ts'
import { imports } from './migrations/0009-imports.ts'
import { secretProvider } from './migrations/0010-secret-provider.ts'
import { ignoreRules } from './migrations/0011-ignore-rules.ts'
import { handshakeRefusal } from './migrations/0012-handshake-refusal.ts'

export interface Migration {
  readonly version: number
  readonly sql: string
}

/** Every migration there ever was, oldest first. */
export const migrations: ReadonlyArray<Migration> = [
  foundation,
  tunnelDoors,
  publicUrls,
  signatures,
  savedFilters,
  tags,
  events,
  shapes,
  imports,
  secretProvider,
  ignoreRules,
  handshakeRefusal,
]

/** Brings a database to the newest version, each step in a transaction of its own. A newer database is refused untouched. */
export function migrate(db: Database, steps: ReadonlyArray<Migration> = migrations): void {
  const current = schemaVersion(db)
  const newest = steps.at(-1)?.version ?? 0
  refuseNewer(current, newest, db.name)
  for (const { version, sql } of steps.filter((step) => step.version > current)) {
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`user_version = ${version}`)
    })()
  }
}

export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}

export function refuseNewer(current: number, newest: number, file: string): void {
  if (current <= newest) return
  throw new AppError(
    'conflict',
    `${file} was written by a newer Hookbench (format ${current}, this one knows ${newest}). Update Hookbench, or choose another data folder with --data.`,
  )
}
