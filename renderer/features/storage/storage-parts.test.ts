import { expect, test } from 'vitest'
import { storageParts } from './storage-parts.ts'

test('every byte of the folder belongs to a part, and parts without any are left out', () => {
  const parts = storageParts({
    dataFolder: '/data',
    files: [
      { kind: 'database', name: 'captures.db', bytes: 1000 },
      { kind: 'log', name: 'captures.db-wal', bytes: 10 },
      { kind: 'log', name: 'captures.db-shm', bytes: 5 },
      { kind: 'backup', name: 'a.db', bytes: 300 },
      { kind: 'backup', name: 'b.db', bytes: 200 },
    ],
    database: { bodies: 600, deliveries: 0, rest: 300, free: 100 },
    endpoints: [],
  })
  expect(parts.map(({ label, bytes }) => [label, bytes])).toEqual([
    ['Bodies of captures', 600],
    ['Headers, answers, notes, indexes', 300],
    ['Free in the database', 100],
    ['Write-ahead log', 15],
    ['Backups', 500],
  ])
})
