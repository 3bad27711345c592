import { createHash } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import { type AccessRules, NO_ACCESS_RULES } from '../../../shared/endpoint/access-rules.ts'
import {
  DEFAULT_ANSWER,
  DEFAULT_ENDPOINT,
  type Endpoint,
  type EndpointAnswer,
} from '../../../shared/endpoint/endpoint.ts'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { flatFromPairs } from './rows.ts'

/** An endpoint without its counts, and without how its senders sign. */
export type StoredEndpoint = Omit<Endpoint, 'captures' | 'bytes' | 'signing'>

const NO_RETENTION = { maxAgeDays: null, maxCaptures: null, maxBytes: null }

interface EndpointRow {
  readonly slug: string
  readonly name: string
  readonly created_at: number
  readonly deleted_at: number | null
  readonly answer: string
  readonly forward: string | null
  readonly retention: string
  /** Null where nothing was ever set. */
  readonly access: string | null
  readonly refused: number
  readonly tunnel_headers: string | null
  readonly public_url: string | null
}

/** Endpoints, tombstones included, and the answers that were ever given. Writing methods run inside a transaction. */
export class EndpointStore {
  private readonly selectAll: Statement
  private readonly selectOne: Statement
  private readonly upsert: Statement
  private readonly countRefused: Statement
  private readonly selectPassword: Statement
  private readonly setPassword: Statement
  private readonly anyPassword: Statement
  private readonly findVersion: Statement
  private readonly insertVersion: Statement

  constructor(db: Database) {
    this.selectAll = db.prepare('SELECT * FROM endpoints')
    this.selectOne = db.prepare('SELECT * FROM endpoints WHERE slug = ?')
    this.upsert = db.prepare(
      `INSERT INTO endpoints (slug, name, created_at, deleted_at, answer, forward, retention, access, tunnel_headers,
         public_url) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET name = excluded.name, deleted_at = excluded.deleted_at, answer = excluded.answer,
         forward = excluded.forward, retention = excluded.retention, access = excluded.access,
         tunnel_headers = excluded.tunnel_headers, public_url = excluded.public_url`,
    )
    this.countRefused = db.prepare('UPDATE endpoints SET refused = refused + ? WHERE slug = ?')
    this.selectPassword = db.prepare('SELECT access_password FROM endpoints WHERE slug = ?').pluck()
    this.setPassword = db.prepare('UPDATE endpoints SET access_password = ? WHERE slug = ?')
    this.anyPassword = db.prepare('SELECT 1 FROM endpoints WHERE access_password IS NOT NULL LIMIT 1')
    this.findVersion = db.prepare('SELECT id FROM answer_versions WHERE hash = ?').pluck()
    this.insertVersion = db.prepare('INSERT INTO answer_versions (hash, status, headers, body) VALUES (?, ?, ?, ?)')
  }

  all(): StoredEndpoint[] {
    return (this.selectAll.all() as EndpointRow[]).map(endpointFromRow)
  }

  find(slug: string): StoredEndpoint | undefined {
    const row = this.selectOne.get(slug) as EndpointRow | undefined
    return row === undefined ? undefined : endpointFromRow(row)
  }

  save(endpoint: StoredEndpoint): void {
    this.upsert.run(
      endpoint.slug,
      endpoint.name,
      endpoint.createdAt,
      endpoint.deletedAt,
      JSON.stringify(endpoint.answer),
      endpoint.forward === null ? null : JSON.stringify(endpoint.forward),
      JSON.stringify(endpoint.retention),
      JSON.stringify(endpoint.access),
      JSON.stringify(endpoint.tunnelHeaders),
      endpoint.publicUrl,
    )
  }

  addRefused(slug: string, count: number): void {
    this.countRefused.run(count, slug)
  }

  /** As sealed; null if none was set. */
  sealedPassword(slug: string): Uint8Array | null {
    return (this.selectPassword.get(slug) as Uint8Array | null | undefined) ?? null
  }

  setSealedPassword(slug: string, sealed: Uint8Array | null): void {
    this.setPassword.run(sealed, slug)
  }

  hasSealedPasswords(): boolean {
    return this.anyPassword.get() !== undefined
  }

  /** The number of an answer; equal answers have the same. */
  answerVersion(status: number, headers: HeaderPairs, body: Uint8Array): number {
    const flat = JSON.stringify(flatFromPairs(headers))
    const hash = createHash('sha256').update(`${status}\n${flat}\n`).update(body).digest()
    const known = this.findVersion.get(hash) as number | undefined
    return known ?? Number(this.insertVersion.run(hash, status, flat, body).lastInsertRowid)
  }
}

/** Those that receive, in the order in which they are listed, from a connection that cannot write. */
export function readEndpoints(db: Database): StoredEndpoint[] {
  return receivingEndpoints((db.prepare('SELECT * FROM endpoints').all() as EndpointRow[]).map(endpointFromRow))
}

function endpointFromRow(row: EndpointRow): StoredEndpoint {
  return {
    slug: row.slug,
    name: row.name,
    createdAt: row.created_at,
    deletedAt: row.deleted_at,
    answer: JSON.parse(row.answer) as EndpointAnswer,
    forward: row.forward === null ? null : (JSON.parse(row.forward) as Endpoint['forward']),
    retention: JSON.parse(row.retention) as Endpoint['retention'],
    access: row.access === null ? NO_ACCESS_RULES : (JSON.parse(row.access) as AccessRules),
    refused: row.refused,
    tunnelHeaders: row.tunnel_headers === null ? [] : (JSON.parse(row.tunnel_headers) as string[]),
    publicUrl: row.public_url,
  }
}

/** Without tombstones; `default` first, then by name. */
export function receivingEndpoints(endpoints: ReadonlyArray<StoredEndpoint>): StoredEndpoint[] {
  const isDefault = ({ slug }: StoredEndpoint) => Number(slug === DEFAULT_ENDPOINT)
  return endpoints
    .filter((endpoint) => endpoint.deletedAt === null)
    .sort((a, b) => isDefault(b) - isDefault(a) || a.name.localeCompare(b.name))
}

export function newEndpoint(slug: string, name: string, now: number): StoredEndpoint {
  return {
    slug,
    name,
    createdAt: now,
    deletedAt: null,
    answer: DEFAULT_ANSWER,
    forward: null,
    retention: NO_RETENTION,
    access: NO_ACCESS_RULES,
    refused: 0,
    tunnelHeaders: [],
    publicUrl: null,
  }
}

export function defaultEndpoint(now: number): StoredEndpoint {
  return newEndpoint(DEFAULT_ENDPOINT, DEFAULT_ENDPOINT, now)
}
