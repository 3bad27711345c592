import { expect, test } from 'vitest'
import { sampleExport } from '../../../shared/export/testing/sample-export.ts'
import { newId } from '../new-id.ts'
import type { Store } from '../store/store.ts'
import { openTempStore } from '../store/testing/temp-store.ts'
import { ImportBatches } from './import-batches.ts'
import type { ImportBatch } from './import-messages.ts'
import { ImportWriter } from './import-writer.ts'

function batch(count: number): ImportBatch {
  const batches = new ImportBatches()
  for (let index = 0; index < count; index++) {
    const id = newId()
    batches.add(sampleExport({ id, note: '' }), id, 'default')
  }
  return batches.take()
}

/** What is there at all, and what anybody sees. */
function counts(store: Store): { there: unknown; shown: unknown } {
  const count = (sql: string) => store.db.prepare(sql).pluck().get()
  return {
    there: count('SELECT count(*) FROM captures'),
    shown: count('SELECT count(*) FROM captures c LEFT JOIN marks m ON m.seq = c.seq WHERE m.trashed_at IS NULL'),
  }
}

test('brings to light what is its own, and no leftover of another', async () => {
  const { store } = openTempStore()
  const other = new ImportWriter(store)
  await other.begin('other', 'ndjson')
  const writer = new ImportWriter(store)
  await writer.begin('one', 'ndjson')
  await other.add(batch(3))
  await writer.add(batch(60))
  await writer.commit(() => {})
  const revealed: number[] = []
  await writer.reveal((seqs) => revealed.push(...seqs))
  expect(revealed).toHaveLength(60)
  expect(counts(store)).toEqual({ there: 63, shown: 60 })
  await other.undo()
  expect(counts(store)).toEqual({ there: 60, shown: 60 })
})

test('what was written of an import that is forgotten is taken back by whoever comes next', async () => {
  const { store } = openTempStore()
  const writer = new ImportWriter(store)
  await writer.begin('one', 'ndjson')
  await writer.undo()
  await writer.add(batch(30))
  expect(counts(store)).toEqual({ there: 30, shown: 0 })
  expect(await new ImportWriter(store).recover(() => {})).toBe('undone')
  expect(counts(store)).toEqual({ there: 0, shown: 0 })
  expect(store.imports.unfinished()).toBeNull()
})
