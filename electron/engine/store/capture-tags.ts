import type { Database, Statement } from 'better-sqlite3'
import { MOST_TAGS } from '../../../shared/capture/capture-tag.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ChangeLog } from './change-log.ts'
import { idBytes } from './rows.ts'

/** Tags beside captures. `change` runs inside a transaction of the queue. */
export class CaptureTags {
  private readonly changes: ChangeLog
  private readonly find: Statement
  private readonly insert: Statement
  private readonly remove: Statement
  private readonly count: Statement

  constructor(db: Database, changes: ChangeLog) {
    this.changes = changes
    this.find = db.prepare('SELECT seq FROM captures WHERE id = ?').pluck()
    this.insert = db.prepare('INSERT OR IGNORE INTO tags (seq, tag) VALUES (?, ?)')
    this.remove = db.prepare('DELETE FROM tags WHERE seq = ? AND tag = ?')
    this.count = db.prepare('SELECT count(*) FROM tags WHERE seq = ?').pluck()
  }

  /** The sequence numbers of the captures that changed. Throws `AppError` for one that would have too many. */
  change(ids: ReadonlyArray<string>, add: ReadonlyArray<string>, remove: ReadonlyArray<string>): number[] {
    return ids.flatMap((id) => {
      const seq = this.find.get(idBytes(id)) as number | undefined
      if (seq === undefined) return []
      const removed = remove.map((tag) => this.remove.run(seq, tag).changes)
      const added = add.map((tag) => this.insert.run(seq, tag).changes)
      if ([...removed, ...added].every((changes) => changes === 0)) return []
      if ((this.count.get(seq) as number) > MOST_TAGS) {
        throw new AppError('invalid-input', `A capture has at most ${MOST_TAGS} tags. Take one off first.`)
      }
      this.changes.touched(seq)
      return [seq]
    })
  }
}
