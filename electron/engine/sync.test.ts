import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tempFolder } from './store/testing/temp-store.ts'
import { post, serveChild } from './testing/serve-child.ts'

const REQUESTS = 25
const strace = spawnSync('strace', ['-V']).status === 0
if (!strace) console.info('sync: not run (no strace on this machine)')

test.runIf(strace)('every answer is sent after its commit was synced to the disk', { timeout: 60_000 }, async () => {
  const folder = tempFolder()
  const trace = path.join(folder, 'trace')
  const serving = await serveChild(folder, [
    'strace',
    '-f',
    '-yy',
    '-s',
    '16',
    '-o',
    trace,
    '-e',
    'trace=fsync,fdatasync,write,writev,sendto,sendmsg',
  ])
  for (let n = 0; n < REQUESTS; n++) expect((await post(`${serving.receiver}/x`, `{"n":${n}}`)).status).toBe(200)
  await serving.end('SIGTERM')

  let synced = 0
  let since = 0
  const before: number[] = []
  for (const line of fs.readFileSync(trace, 'utf8').split('\n')) {
    if (/f(?:data)?sync\(\d+<[^>]*captures\.db-wal>/.test(line)) {
      synced++
      since++
    } else if (/"HTTP\/1\.1 200/.test(line)) {
      before.push(since)
      since = 0
    }
  }
  // Answers of the private side have no commit before them; only the receiver was asked here.
  expect(before).toHaveLength(REQUESTS)
  expect(Math.min(...before)).toBeGreaterThanOrEqual(1)
  expect(synced).toBeGreaterThanOrEqual(REQUESTS)
  console.info(`${REQUESTS} captures one after the other: ${synced} syncs of the log`)
})
