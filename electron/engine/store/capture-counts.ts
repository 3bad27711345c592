import type { Database, Statement } from 'better-sqlite3'

export interface CaptureCount {
  readonly captures: number
  readonly bytes: number
}

interface Count {
  endpoint: string
  malformed: 0 | 1
  captures: number
  bytes: number
}

/**
 * How many captures each endpoint has, and the bytes of their bodies: counting rows would be slow. Malformed ones are
 * counted apart, since they have a quota of their own. What is in the trash does not count.
 */
export class CaptureCounts {
  private readonly committed = new Map<string, Count>()
  private pending = new Map<string, Count>()
  private readonly save: Statement

  constructor(db: Database) {
    for (const row of db.prepare('SELECT endpoint, malformed, captures, bytes FROM endpoint_counts').all() as Count[]) {
      this.committed.set(key(row.endpoint, row.malformed === 1), { ...row })
    }
    this.save = db.prepare(
      `INSERT INTO endpoint_counts (endpoint, malformed, captures, bytes) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET captures = excluded.captures, bytes = excluded.bytes`,
    )
  }

  /** Inside a transaction. */
  add(endpoint: string, malformed: boolean, captures: number, bytes: number): void {
    const name = key(endpoint, malformed)
    let count = this.pending.get(name)
    if (count === undefined) {
      count = { endpoint, malformed: malformed ? 1 : 0, captures: 0, bytes: 0 }
      this.pending.set(name, count)
    }
    count.captures += captures
    count.bytes += bytes
  }

  beforeCommit(): void {
    for (const [name, change] of this.pending) {
      const before = this.committed.get(name)
      this.save.run(
        change.endpoint,
        change.malformed,
        (before?.captures ?? 0) + change.captures,
        (before?.bytes ?? 0) + change.bytes,
      )
    }
  }

  afterCommit(): void {
    for (const [name, change] of this.pending) {
      const count = this.committed.get(name)
      if (count === undefined) {
        this.committed.set(name, change)
      } else {
        count.captures += change.captures
        count.bytes += change.bytes
      }
    }
    if (this.pending.size > 0) this.pending = new Map()
  }

  rolledBack(): void {
    this.pending = new Map()
  }

  /** Of one endpoint, malformed ones included. */
  of(endpoint: string): CaptureCount {
    const good = this.committed.get(key(endpoint, false))
    const bad = this.committed.get(key(endpoint, true))
    return { captures: (good?.captures ?? 0) + (bad?.captures ?? 0), bytes: (good?.bytes ?? 0) + (bad?.bytes ?? 0) }
  }

  wellFormed(endpoint: string): CaptureCount {
    return this.committed.get(key(endpoint, false)) ?? { captures: 0, bytes: 0 }
  }

  malformed(): CaptureCount {
    return this.sum((count) => count.malformed === 1)
  }

  total(): CaptureCount {
    return this.sum(() => true)
  }

  private sum(belongs: (count: Count) => boolean): CaptureCount {
    let captures = 0
    let bytes = 0
    for (const count of this.committed.values()) {
      if (!belongs(count)) continue
      captures += count.captures
      bytes += count.bytes
    }
    return { captures, bytes }
  }
}

function key(endpoint: string, malformed: boolean): string {
  return malformed ? `${endpoint} malformed` : endpoint
}
