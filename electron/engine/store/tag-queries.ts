import type { ReadConnection } from './read-connection.ts'

export function tagQueries(db: ReadConnection) {
  return {
    /** Tags in use, with how many captures have them, most used first. */
    tags(): Array<{ tag: string; captures: number }> {
      return db
        .prepare('SELECT tag, count(*) AS captures FROM tags GROUP BY tag ORDER BY captures DESC, tag LIMIT 500')
        .all() as Array<{ tag: string; captures: number }>
    },
  }
}
