import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from './rotating-log.ts'
import { tailLog } from './tail-log.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hookbench-log-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('writes one JSON line for each call, readable by the owner alone', async () => {
  const log = openLog(folder)
  log.info('Receiver listening', { port: 4665, host: '127.0.0.1' })
  log.warn('Slow')
  await log.close()
  const lines = (await tailLog(folder, 10)).map((line) => JSON.parse(line))
  expect(lines).toMatchObject([
    { level: 'info', message: 'Receiver listening', port: 4665, host: '127.0.0.1' },
    { level: 'warn', message: 'Slow' },
  ])
  expect(statSync(log.file).mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(log.file)).mode & 0o777).toBe(0o700)
})

test('keeps the name, the message, the stack and the causes of an error', async () => {
  const log = openLog(folder)
  log.error('Commit failed', new Error('outer', { cause: new TypeError('inner') }), { captures: 3 })
  log.error('Odd', Object.create(null))
  const [line, odd] = (await log.tail(2)).map((each) => JSON.parse(each))
  expect(line).toMatchObject({
    level: 'error',
    captures: 3,
    error: { name: 'Error', message: 'outer', cause: { name: 'TypeError', message: 'inner' } },
  })
  expect(line.error.stack[0]).toContain('rotating-log.test.ts')
  expect(odd.error.message).toContain('Thrown')
  await log.close()
})

test('shortens long values, so that no content gets in', async () => {
  const log = openLog(folder)
  log.info('x'.repeat(5000), { reason: 'y'.repeat(5000) })
  log.error('Failed', new Error('z'.repeat(5000)))
  const [line, failed] = (await log.tail(2)).map((each) => JSON.parse(each))
  expect(line.message).toHaveLength(1000)
  expect(line.reason).toHaveLength(1000)
  expect(failed.error.message).toHaveLength(1000)
  expect(JSON.stringify(failed.error.stack)).not.toContain('zzz')
  await log.close()
})

test('rotates, and keeps only so many files', async () => {
  const log = openLog(folder, { files: 3, fileBytes: 1000 })
  for (let index = 0; index < 100; index += 1) log.info('Line', { index })
  await log.close()
  const files = readdirSync(path.dirname(log.file)).sort()
  expect(files).toEqual(['hookbench.log', 'hookbench.log.1', 'hookbench.log.2'])
  for (const file of files) {
    const stats = statSync(path.join(path.dirname(log.file), file))
    expect(stats.size).toBeLessThan(1200)
    expect(stats.mode & 0o777).toBe(0o600)
  }
})

test('reads the end of the log over rotated files, oldest line first', async () => {
  const log = openLog(folder, { files: 5, fileBytes: 1000 })
  for (let index = 0; index < 40; index += 1) log.info('Line', { index })
  const lines = await log.tail(30)
  expect(lines.map((line) => JSON.parse(line).index)).toEqual(Array.from({ length: 30 }, (_, index) => index + 10))
  expect(await log.tail(1)).toEqual(lines.slice(-1))
  await log.close()
})

test('goes on where an earlier start left off', async () => {
  const first = openLog(folder)
  first.info('one')
  await first.close()
  const second = openLog(folder)
  second.info('two')
  expect((await second.tail(5)).map((line) => JSON.parse(line).message)).toEqual(['one', 'two'])
  await second.close()
})

test('loses lines rather than throwing where it cannot write, and counts them', async () => {
  writeFileSync(path.join(folder, 'logs'), 'a file where the folder should be')
  const log = openLog(folder)
  log.info('one')
  log.info('two')
  expect(log.lost()).toMatchObject({ lines: 2, reason: expect.stringMatching(/EEXIST|ENOTDIR/) })
  await log.close()
})

test('survives a log file that is a folder', async () => {
  mkdirSync(path.join(folder, 'logs', 'hookbench.log'), { recursive: true })
  chmodSync(path.join(folder, 'logs'), 0o700)
  const log = openLog(folder)
  log.info('one')
  await expect.poll(() => log.lost().lines).toBeGreaterThan(0)
  log.info('two')
  await log.close()
})
