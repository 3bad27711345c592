import Database from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BatchInsert } from './batch-insert.ts'

test('however many rows there are, each is written once, in order, and none twice', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), fc.nat(40), (counts, odd) => {
      const { insert, rows } = open()
      const expected: Array<{ a: number; b: string | null; c: string; d: number }> = []
      let number = 0
      for (const count of counts) {
        for (let index = 0; index < count; index++) {
          // Now and then a number is left out.
          number += index % 13 === 5 ? 2 : 1
          // Of some batches one row has something else where the others are alike.
          const row = { a: number, b: index % 3 === 0 ? null : `${index}`, c: 'same', d: index === odd ? 1 : 0 }
          insert.add(row.a, row.b, row.c, row.d)
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
  insert.add(1, 'gone', 'same', 0)
  insert.clear()
  insert.add(2, 'stays', 'same', 1)
  insert.flush()
  expect(rows()).toEqual([{ a: 2, b: 'stays', c: 'same', d: 1 }])
})

function open() {
  const db = new Database(':memory:')
  db.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c TEXT, d INTEGER) STRICT')
  const insert = new BatchInsert(db, { own: 1, alike: 2 }, (rows) => `INSERT INTO t (a, b, c, d) VALUES ${rows}`)
  return { insert, rows: () => db.prepare('SELECT a, b, c, d FROM t ORDER BY a').all() }
}
