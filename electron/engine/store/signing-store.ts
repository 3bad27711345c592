import type { Database, Statement } from 'better-sqlite3'
import type { SecretKind } from '../../../shared/endpoint/endpoint-secret.ts'
import { DEFAULT_SIGNING, type EndpointSigning } from '../../../shared/endpoint/endpoint-signing.ts'
import { idBytes, idText } from './rows.ts'

/** A secret as it is kept: its value only sealed. */
export interface StoredSecret {
  readonly id: string
  readonly endpoint: string
  readonly name: string
  readonly kind: SecretKind
  readonly createdAt: number
  readonly sealed: Uint8Array
  readonly keyId: string | null
  readonly audience: string | null
  readonly provider: string | null
  readonly publicKey: string | null
}

interface SecretRow {
  readonly id: Uint8Array
  readonly endpoint: string
  readonly name: string
  readonly kind: string
  readonly created_at: number
  readonly sealed: Uint8Array
  readonly key_id: string | null
  readonly audience: string | null
  readonly public_key: string | null
  readonly provider: string | null
}

/** How endpoints' senders sign, and their secrets. Writing methods run inside a transaction of the queue. */
export class SigningStore {
  private readonly db: Database
  private readonly upsertSigning: Statement
  private readonly selectSecrets: Statement
  private readonly insertSecret: Statement
  private readonly updateSecret: Statement
  private readonly deleteSecret: Statement

  constructor(db: Database) {
    this.db = db
    this.upsertSigning = db.prepare(
      'INSERT INTO endpoint_signing (slug, signing) VALUES (?, ?) ON CONFLICT DO UPDATE SET signing = excluded.signing',
    )
    this.selectSecrets = db.prepare('SELECT * FROM secrets ORDER BY created_at, id')
    this.insertSecret = db.prepare(
      `INSERT INTO secrets (id, endpoint, name, kind, created_at, sealed, key_id, audience, public_key, provider)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.updateSecret = db.prepare('UPDATE secrets SET name = ?, provider = ? WHERE id = ?')
    this.deleteSecret = db.prepare('DELETE FROM secrets WHERE id = ?')
  }

  signing(): Map<string, EndpointSigning> {
    return readSigning(this.db)
  }

  saveSigning(slug: string, signing: EndpointSigning): void {
    this.upsertSigning.run(slug, JSON.stringify(signing))
  }

  /** Oldest first. */
  secrets(): StoredSecret[] {
    return (this.selectSecrets.all() as SecretRow[]).map((row) => ({
      id: idText(row.id),
      endpoint: row.endpoint,
      name: row.name,
      kind: row.kind as SecretKind,
      createdAt: row.created_at,
      sealed: row.sealed,
      keyId: row.key_id,
      audience: row.audience,
      provider: row.provider,
      publicKey: row.public_key,
    }))
  }

  addSecret(secret: StoredSecret): void {
    const { id, endpoint, name, kind, createdAt, sealed, keyId, audience, publicKey, provider } = secret
    this.insertSecret.run(idBytes(id), endpoint, name, kind, createdAt, sealed, keyId, audience, publicKey, provider)
  }

  /** What may change of one: what it is called, and whose it is. */
  changeSecret({ id, name, provider }: Pick<StoredSecret, 'id' | 'name' | 'provider'>): void {
    this.updateSecret.run(name, provider, idBytes(id))
  }

  remove(id: string): void {
    this.deleteSecret.run(idBytes(id))
  }
}

/** How endpoints' senders sign, by slug, where anything was set up; on any connection. */
export function readSigning(db: Database): Map<string, EndpointSigning> {
  const rows = db.prepare('SELECT slug, signing FROM endpoint_signing').all() as { slug: string; signing: string }[]
  return new Map(
    rows.map(({ slug, signing }) => [slug, { ...DEFAULT_SIGNING, ...(JSON.parse(signing) as EndpointSigning) }]),
  )
}
