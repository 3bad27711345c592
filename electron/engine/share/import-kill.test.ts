import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sampleDelivery, sampleExport } from '../../../shared/export/testing/sample-export.ts'
import { ndjsonWriter } from '../../../shared/export/write-ndjson.ts'
import type { ImportJob } from '../../../shared/import/import-job.ts'
import { type EngineClient, findRunningEngine } from '../../transport/http/client.ts'
import { newId } from '../new-id.ts'
import { openTempStore } from '../store/testing/temp-store.ts'
import { eventually } from '../testing/eventually.ts'
import { post, serveChild } from '../testing/serve-child.ts'
import { nodeByteText } from './node-byte-text.ts'

const CAPTURES = 6000
/** How far the import is when the engine is killed: while it writes, and while it brings to light. */
const KILLED_AT = [0.05, 0.5, 0.8, 0.87, 0.95]

/** A file of captures, some with a delivery, one with a body in chunks. */
function file(): Buffer {
  const writer = ndjsonWriter(nodeByteText)
  const lines: string[] = []
  for (let index = 0; index < CAPTURES; index++) {
    const size = index === CAPTURES / 2 ? 3_000_000 : 200
    const capture = sampleExport({
      id: newId(),
      body: Buffer.alloc(size, String(index)),
      note: index % 7 === 0 ? 'n' : '',
    })
    lines.push(...(writer.capture(capture) as Iterable<string>))
    if (index % 50 !== 0) continue
    const delivery = sampleDelivery({ id: newId(), captureId: capture.id })
    lines.push(...(writer.delivery(delivery, capture) as Iterable<string>))
  }
  return Buffer.from(lines.join(''))
}

async function client(folder: string): Promise<EngineClient> {
  const running = await findRunningEngine(folder, 20_000)
  if (running === null) throw new Error('No engine runs')
  return running.client
}

async function begin(engine: EngineClient, bytes: Buffer): Promise<ImportJob> {
  async function* pieces(): AsyncIterable<Uint8Array> {
    yield bytes
  }
  const { uploadId } = await engine.uploadImport(pieces())
  // What was cut off before is dealt with first.
  const { id } = await eventually(() => engine.call('import.check', { uploadId }))
  await eventually(async () => expect((await engine.call('import.job', {})).job?.state).toBe('checked'))
  return engine.call('import.write', { id, anyway: true })
}

test('an engine that is killed while it imports has all of it afterwards, or nothing', {
  timeout: 240_000,
}, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-import-kill-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  const bytes = file()
  let received = 0
  let whole = 0
  for (const share of KILLED_AT) {
    const child = await serveChild(folder)
    const engine = await client(folder)
    // What the engine before has left is dealt with first.
    await eventually(async () => {
      const { total } = await engine.call('captures.count', {})
      expect([received + whole, received + whole + CAPTURES]).toContain(total)
      const listed = await engine.call('captures.list', { limit: 1 })
      expect(listed.captures.length).toBe(total > 0 ? 1 : 0)
      whole = total - received
    })
    await post(`${child.receiver}/between`, '{}')
    received++
    // All of one file is a whole import: ids that are here already are not written again.
    const job = await begin(engine, whole === 0 ? bytes : file())
    await eventually(async () => {
      const now = (await engine.call('import.job', {})).job
      expect(now?.id).toBe(job.id)
      expect(now?.share ?? 0).toBeGreaterThanOrEqual(share)
    })
    await child.end('SIGKILL')
  }

  const last = await serveChild(folder)
  const engine = await client(folder)
  await eventually(async () => {
    const { total } = await engine.call('captures.count', {})
    expect((total - received) % CAPTURES).toBe(0)
    await expect(engine.call('import.write', { id: newId() })).rejects.toThrow('not waiting')
    whole = total - received
  })
  await last.end('SIGTERM')
  const { store } = openTempStore(folder)
  const count = (sql: string): unknown => store.db.prepare(sql).pluck().get()
  expect(store.imports.unfinished()).toBeNull()
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(whole).toBeGreaterThanOrEqual(CAPTURES)
  expect(count('SELECT count(*) FROM captures')).toBe(received + whole)
  expect(store.counts.total().captures).toBe(received + whole)
  expect(count('SELECT count(*) FROM marks WHERE trashed_at IS NOT NULL')).toBe(0)
  expect(count('SELECT count(*) FROM imported')).toBe(whole)
  expect(count('SELECT count(*) FROM deliveries')).toBe((whole / CAPTURES) * Math.ceil(CAPTURES / 50))
  expect(count('SELECT count(*) FROM deliveries WHERE capture_seq NOT IN (SELECT seq FROM captures)')).toBe(0)
  await store.chunks.sweep()
  expect(count('SELECT count(*) FROM body_chunks WHERE owner NOT IN (SELECT id FROM captures)')).toBe(0)
  console.info(`${KILLED_AT.length} kills: ${whole / CAPTURES} imports are whole, of the others nothing is left`)
})
