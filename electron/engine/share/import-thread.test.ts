import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { newId } from '../new-id.ts'
import { openTempStore } from '../store/testing/temp-store.ts'
import type { ImportWork } from './import-messages.ts'
import { startImportThread } from './import-thread.ts'

/** What a thread is given to read a file of lines; an empty store is beside it. */
function workOn(write: (file: string) => void): ImportWork {
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-import-thread-'))
  onTestFinished(() => fs.rmSync(dataFolder, { recursive: true, force: true }))
  openTempStore(dataFolder)
  const file = path.join(dataFolder, 'lines')
  write(file)
  return { dataFolder, file, format: 'ndjson', mode: 'write', endpoint: null, files: null, slugs: [] }
}

const line = (version = 1) =>
  `${JSON.stringify({ kind: 'capture', version, id: newId(), receivedAt: 1, method: 'POST', target: '/', headers: [] })}\n`

test('a file that can be read no further ends only when what is being taken is', { timeout: 60_000 }, async () => {
  const work = workOn((file) => fs.writeFileSync(file, Array.from({ length: 128 }, () => line()).join('') + line(9)))
  let isTaken = false
  const gone = new Promise<void>((resolve) => {
    process.once('worker', (worker: Worker) => worker.once('exit', () => resolve()))
  })
  const thread = startImportThread(work, {
    progressed: () => {},
    take: async () => {
      // The thread has said by then what is wrong.
      await gone
      isTaken = true
    },
  })
  await expect(thread.ended).rejects.toThrow('Line 129 is of version 9')
  expect(isTaken).toBe(true)
})

test('a batch that cannot be taken ends the reading, with why', { timeout: 60_000 }, async () => {
  const work = workOn((file) => fs.writeFileSync(file, Array.from({ length: 1000 }, () => line()).join('')))
  let batches = 0
  const thread = startImportThread(work, {
    progressed: () => {},
    take: async () => {
      batches++
      throw new Error('The disk is full')
    },
  })
  await expect(thread.ended).rejects.toThrow('The disk is full')
  expect(batches).toBe(1)
})

test('a file that takes too much memory is refused, and is no bug', { timeout: 60_000 }, async () => {
  const lines = workOn((file) => fs.writeFileSync(file, `POST http://h/\n\n${'a\n'.repeat(1_000_000)}`))
  const limits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 40 }
  const thread = startImportThread({ ...lines, format: 'http' }, { progressed: () => {}, take: async () => {} }, limits)
  await expect(thread.ended).rejects.toThrow(/more than the 40 MiB of memory.*Split it/)
})

test('a thread that hears nothing is ended all the same when it is cancelled', { timeout: 60_000 }, async () => {
  const work = workOn((file) => execFileSync('mkfifo', [file]))
  // Empty lines without an end: it reads them, and never comes to an entry.
  const lines = fs.createWriteStream(work.file)
  lines.on('error', () => {})
  onTestFinished(() => void lines.destroy())
  const piece = Buffer.alloc(64 * 1024, '\n')
  const feed = (): void => {
    while (lines.write(piece));
  }
  lines.on('drain', feed)
  const isRead = new Promise<void>((resolve) => lines.once('drain', () => resolve()))
  feed()
  const thread = startImportThread(work, { progressed: () => {}, take: async () => {} })
  await isRead
  thread.cancel()
  expect(await thread.ended).toBeNull()
})

test('what a batch had in memory is gone once it was taken', { timeout: 60_000 }, async () => {
  const body = Buffer.from('a body').toString('base64')
  const work = workOn((file) =>
    fs.writeFileSync(
      file,
      Array.from({ length: 300 }, () => line().replace('"headers":[]', `"headers":[],"bodyBase64":"${body}"`)).join(''),
    ),
  )
  const seen: ArrayBuffer[] = []
  let bytes = 0
  const thread = startImportThread(work, {
    progressed: () => {},
    take: async ({ captures, buffers }) => {
      seen.push(...buffers)
      for (const { row } of captures) bytes += row.body?.length ?? 0
    },
  })
  await thread.ended
  expect(bytes).toBe(300 * 'a body'.length)
  expect(seen.length).toBeGreaterThan(1)
  expect(seen.map(({ byteLength }) => byteLength)).toEqual(seen.map(() => 0))
})
