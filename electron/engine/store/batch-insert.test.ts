import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BatchInsert } from './batch-insert.ts'

test('however many rows there are, each is written once, in order, and none twice', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), (counts) => {
      const { insert, rows } = open()
      const expected: Array<{ a: number; b: string | null }> = []
      let number = 0
      for (const count of counts) {
        for (let index = 0; index < count; index++) {
          // Now and then a number is left out.
          number += index % 13 === 5 ? 2 : 1
          const row = { a: number, b: index % 3 === 0 ? null : `${index}` }
          insert.add(row.a, row.b)
          expected.push(row)
        }
        insert.flush()
      }
      expect(rows()).toEqual(expected)
    }),
  )
})

test('rows of a transaction that was rolled back do not come with the next', () => {
  const { insert, rows } = open()
  insert.add(1, 'gone')
  insert.clear()
  insert.add(2, 'stays')
  insert.flush()
  expect(rows()).toEqual([{ a: 2, b: 'stays' }])
})

function open() {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT')
  const insert = new BatchInsert(db, 1, (rows) => `INSERT INTO t (a, b) VALUES ${rows}`)
  return { insert, rows: () => db.prepare('SELECT a, b FROM t ORDER BY a').all() }
}
