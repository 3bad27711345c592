import type { Database, Statement } from 'better-sqlite3'
import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import type { BodyChunks } from './body-chunks.ts'
import type { CaptureCounts } from './capture-counts.ts'
import type { CaptureEraser } from './capture-eraser.ts'
import type { CaptureWriter } from './capture-writer.ts'
import type { ChangeLog } from './change-log.ts'
import type { EndpointStore } from './endpoint-store.ts'
import { IMPORTING } from './importing.ts'
import type { ReceivedCapture } from './received-capture.ts'
import { MALFORMED } from './rows.ts'

/** A capture as it is written: all that stands beside it, too. */
export interface ImportedCapture {
  readonly capture: ReceivedCapture
  /** Null: it lies in chunks already. */
  readonly body: Uint8Array | null
  readonly pinned: boolean
  readonly note: string
  readonly tags: ReadonlyArray<string>
  readonly answer: {
    readonly status: number | null
    readonly afterUs: number | null
    readonly reason: string | null
    readonly content: { readonly headers: HeaderPairs; readonly body: Uint8Array } | null
  }
}

export interface UnfinishedImport {
  readonly id: number
  /** Whether all of it is on disk. */
  readonly isWhole: boolean
}

interface HiddenRow {
  readonly seq: number
  readonly id: Uint8Array
  readonly endpoint: string
  readonly state: number
  readonly body_size: number
  readonly pinned: number
  readonly note: string
}

type Parts = {
  readonly chunks: BodyChunks
  readonly captures: CaptureWriter
  readonly counts: CaptureCounts
  readonly changes: ChangeLog
  readonly eraser: CaptureEraser
  readonly endpoints: EndpointStore
}

/**
 * Captures that come from a file. They are written hidden, a few at a time; one small commit says that they are whole; then
 * they are brought to light, a few at a time. One import at a time. Writing methods run inside a transaction of the queue.
 */
export class ImportStore {
  private readonly parts: Parts
  private readonly insert: Statement
  private readonly setState: Statement
  private readonly remove: Statement
  private readonly selectUnfinished: Statement
  private readonly selectForgotten: Statement
  private readonly mark: Statement
  private readonly tag: Statement
  private readonly answer: Statement
  private readonly origin: Statement
  private readonly hidden: Statement
  private readonly reveal: Statement
  private readonly unmark: Statement

  constructor(db: Database, parts: Parts) {
    this.parts = parts
    this.insert = db.prepare("INSERT INTO imports (at, file, format, state) VALUES (?, ?, ?, 'writing')")
    this.setState = db.prepare('UPDATE imports SET state = ? WHERE id = ?')
    this.remove = db.prepare('DELETE FROM imports WHERE id = ?')
    this.selectUnfinished = db.prepare("SELECT id, state FROM imports WHERE state <> 'done' ORDER BY id LIMIT 1")
    this.selectForgotten = db.prepare(
      `SELECT o.import AS id FROM marks m JOIN imported o ON o.seq = m.seq
       WHERE m.trashed_at = ${IMPORTING} AND o.import NOT IN (SELECT id FROM imports) LIMIT 1`,
    )
    this.mark = db.prepare(`INSERT INTO marks (seq, pinned, note, trashed_at) VALUES (?, ?, ?, ${IMPORTING})`)
    this.tag = db.prepare('INSERT INTO tags (seq, tag) VALUES (?, ?)')
    this.answer = db.prepare('INSERT INTO answers (seq, version, status, after_us, reason) VALUES (?, ?, ?, ?, ?)')
    this.origin = db.prepare('INSERT INTO imported (seq, import) VALUES (?, ?)')
    this.hidden = db.prepare(
      `SELECT c.seq, c.id, c.endpoint, c.state, c.body_size, m.pinned, m.note FROM marks m JOIN captures c ON c.seq = m.seq
       JOIN imported o ON o.seq = m.seq WHERE m.trashed_at = ${IMPORTING} AND o.import = ? ORDER BY m.seq LIMIT ?`,
    )
    this.reveal = db.prepare('UPDATE marks SET trashed_at = NULL WHERE seq = ?')
    this.unmark = db.prepare('DELETE FROM marks WHERE seq = ?')
  }

  begin(at: number, file: string, format: string): number {
    return Number(this.insert.run(at, file, format).lastInsertRowid)
  }

  addChunk(owner: Uint8Array, n: number, bytes: Uint8Array): void {
    this.parts.chunks.insert(owner, 0, n, bytes)
  }

  /** Hidden; its sequence number. */
  add(importId: number, { capture, body, pinned, note, tags, answer }: ImportedCapture): number {
    const { captures, endpoints } = this.parts
    const seq = captures.add(capture, body)
    this.mark.run(seq, pinned ? 1 : 0, note)
    this.origin.run(seq, importId)
    for (const tag of tags) this.tag.run(seq, tag)
    const { status, afterUs, reason, content } = answer
    const version = content && endpoints.answerVersion(status ?? 0, content.headers, content.body)
    if (status !== null || reason !== null || version !== null) this.answer.run(seq, version, status, afterUs, reason)
    return seq
  }

  /** All of it is on disk: from here on it goes forward only. */
  commit(importId: number): void {
    this.setState.run('revealing', importId)
  }

  /** Brings some of an import to light, oldest first; their sequence numbers. */
  revealSome(importId: number, limit: number): number[] {
    const { counts, changes } = this.parts
    return (this.hidden.all(importId, limit) as HiddenRow[]).map(
      ({ seq, endpoint, state, body_size, pinned, note }) => {
        if (pinned === 1 || note !== '') this.reveal.run(seq)
        else this.unmark.run(seq)
        counts.add(endpoint, state === MALFORMED, 1, body_size)
        changes.touched(seq)
        return seq
      },
    )
  }

  finish(importId: number): void {
    this.setState.run('done', importId)
  }

  /** Removes some of what is hidden of an import; how many there were. */
  undoSome(importId: number, limit: number): number {
    const rows = this.hidden.all(importId, limit) as HiddenRow[]
    for (const { seq, id } of rows) {
      this.parts.eraser.erase(seq)
      // Nobody saw it, but what is indexed may have it.
      this.parts.changes.deleted(seq, id)
    }
    return rows.length
  }

  /** Forgets an import of which nothing is left. */
  forget(importId: number): void {
    this.remove.run(importId)
  }

  /**
   * What an engine left that ended in the middle of it; or something of an import that is forgotten, which nobody would ever see
   * or delete.
   */
  unfinished(): UnfinishedImport | null {
    const row = this.selectUnfinished.get() as { id: number; state: string } | undefined
    if (row !== undefined) return { id: row.id, isWhole: row.state === 'revealing' }
    const forgotten = this.selectForgotten.get() as { id: number } | undefined
    return forgotten === undefined ? null : { id: forgotten.id, isWhole: false }
  }
}
