import type { Database, Statement } from 'better-sqlite3'
import { type GramQuery, matchExpression } from '../../searched-text/gram-query.ts'
import { GramBits } from '../../searched-text/grams.ts'
import { indexIdentity, markIndexSuspect, openReadingIndex } from './index-file.ts'
import type { IndexSource } from './index-source.ts'
import { gramsFromBytes, isIndexOf } from './index-writer.ts'

/** Captures from here on were indexed without these grams. */
interface Era {
  readonly firstSeq: number
  readonly leftOut: GramBits
}

interface OpenIndex {
  readonly db: Database
  readonly identity: string | null
  readonly statements: Map<string, Statement>
  readonly eras: Era[]
}

/** Sequence numbers, newest first; `all`: every one between the bounds may match. */
export type Candidates = { readonly kind: 'all' } | { readonly kind: 'these'; readonly seqs: ReadonlyArray<number> }

/** Finds the search index, as long as there is one that can be used: it may come, be built anew or be gone at any time. */
export class IndexReader {
  private readonly dataFolder: string
  private readonly source: IndexSource
  private index: OpenIndex | null = null

  constructor(dataFolder: string, source: IndexSource) {
    this.dataFolder = dataFolder
    this.source = source
  }

  /** The index as it is now; null without one. Throws what SQLite throws on damage. */
  look(): IndexLook | null {
    const identity = indexIdentity(this.dataFolder)
    // Not closed: somebody may still be looking into it.
    if (this.index?.identity !== identity) this.index = null
    if (this.index === null && identity !== null) this.index = this.open(identity)
    return this.index === null ? null : new IndexLook(this.index)
  }

  /** It is damaged. */
  giveUp(): void {
    markIndexSuspect(this.dataFolder)
    this.index = null
  }

  close(): void {
    this.index?.db.close()
    this.index = null
  }

  private open(identity: string): OpenIndex | null {
    const db = openReadingIndex(this.dataFolder)
    if (db === null) return null
    if (isIndexOf(db, this.source)) return { db, identity, statements: new Map(), eras: [] }
    db.close()
    return null
  }
}

/** One look into the index: it goes on growing meanwhile, and knows everything up to `through`. */
export class IndexLook {
  readonly through: number
  private readonly index: OpenIndex

  constructor(index: OpenIndex) {
    this.index = index
    this.through = this.prepare("SELECT value FROM progress WHERE key = 'through'").pluck().get() as number
    this.readEras()
  }

  /** Where the captures begin that are indexed alike as this one. */
  eraStart(seq: number): number {
    return this.era(seq)?.firstSeq ?? 0
  }

  /** Those that may match: of one era, the newest below `before` and not below `first`, at most `limit`. */
  candidates(query: GramQuery, first: number, before: number, limit: number): Candidates {
    const expression = matchExpression(query, this.era(before - 1)?.leftOut ?? NOTHING)
    if (expression === null) return { kind: 'all' }
    const found = this.prepare(
      'SELECT rowid FROM grams WHERE grams MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
    )
      .pluck()
      .all(expression, first, before, limit) as number[]
    const last = found.length < limit ? first : (found.at(-1) as number)
    const partial = this.prepare('SELECT seq FROM partial WHERE seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?')
      .pluck()
      .all(last, before, limit) as number[]
    const seqs = partial.length === 0 ? found : [...new Set([...found, ...partial])].sort((a, b) => b - a)
    return { kind: 'these', seqs: seqs.slice(0, limit) }
  }

  private era(seq: number): Era | null {
    return this.index.eras.findLast(({ firstSeq }) => firstSeq <= seq) ?? null
  }

  private readEras(): void {
    const { eras } = this.index
    const rows = this.prepare(
      'SELECT first_seq AS firstSeq, left_out AS leftOut FROM eras WHERE first_seq > ? ORDER BY first_seq',
    ).all(eras.at(-1)?.firstSeq ?? 0) as Array<{ firstSeq: number; leftOut: Uint8Array }>
    for (const { firstSeq, leftOut } of rows) {
      eras.push({ firstSeq, leftOut: new GramBits(gramsFromBytes(leftOut)) })
    }
  }

  private prepare(sql: string): Statement {
    const { db, statements } = this.index
    let statement = statements.get(sql)
    if (statement === undefined) {
      statement = db.prepare(sql)
      statements.set(sql, statement)
    }
    return statement
  }
}

const NOTHING = new GramBits([])
