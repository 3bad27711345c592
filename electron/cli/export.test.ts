import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-export-'))
const data = path.join(folder, 'data')
let serving: Serving

beforeAll(async () => {
  serving = await startServing(data)
  for (const name of ['first', 'second']) {
    await fetch(new URL(`/${name}`, serving.receiver), { method: 'POST', body: `{"name":"${name}"}` })
  }
}, 60_000)

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the same comes out of the running Hookbench and of its files', { timeout: 90_000 }, async () => {
  const args = ['export', '--format', 'har', '-o', '-', '--data', data]
  const running = await runCommand(args)
  expect({ code: running.code, stderr: running.stderr }).toEqual({ code: 0, stderr: '' })
  const { log } = JSON.parse(running.stdout.toString()) as { log: { entries: Array<{ request: { url: string } }> } }
  expect(log.entries.map(({ request }) => new URL(request.url).pathname)).toEqual(['/first', '/second'])

  await serving.stop()
  const alone = await runCommand(args)
  expect(alone.stdout.equals(running.stdout)).toBe(true)
  serving = await startServing(data)
})

test('a file is named after its ending, readable by its owner alone, and there once it is whole', {
  timeout: 60_000,
}, async () => {
  const file = path.join(folder, 'all.hookbench')
  const { code, stderr } = await runCommand(['export', '-o', file, '--data', data])
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^2 captures, .* as Hookbench bundle\.\n$/),
  })
  expect(gunzipSync(readFileSync(file)).toString()).toMatch(/^\{"kind":"bundle","version":1,/)
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)

  const nowhere = path.join(folder, 'none', 'x.csv')
  const refused = await runCommand(['export', '-o', nowhere, '--data', data])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('x.csv cannot be written')
  expect(existsSync(nowhere)).toBe(false)
})

test('only what the filter takes', { timeout: 60_000 }, async () => {
  const { stdout } = await runCommand(['export', '--filter', 'second', '--format', 'ndjson', '-o', '-', '--data', data])
  expect(stdout.toString().trimEnd().split('\n')).toHaveLength(1)
  expect(JSON.parse(stdout.toString())).toMatchObject({ target: '/second' })
  const { stderr } = await runCommand([
    'export',
    '--filter',
    'second',
    '-o',
    path.join(folder, '1.har'),
    '--data',
    data,
  ])
  expect(stderr).toMatch(/^1 capture, .* as HAR 1\.2\.\n$/)
})

test('a capture that cannot be read is left out, and is not missed in silence', { timeout: 90_000 }, async () => {
  const listed = await runCommand(['captures', '--json', '--data', data])
  const captures = listed.stdout
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; target: string })
  const { id = '' } = captures.find(({ target }) => target === '/first') ?? {}
  await serving.stop()
  const db = new Database(path.join(data, 'captures.db'))
  db.prepare(`UPDATE capture_contents SET headers = '["evidence' WHERE seq = (SELECT min(seq) FROM captures)`).run()
  db.close()
  const ways = [['--filter', '-header.x-kind:other'], ['--filter', 'path:/*'], []]
  const all = async () => {
    for (const filter of ways) {
      const args = ['export', ...filter, '--format', 'ndjson', '-o', '-', '--data', data]
      const { code, stdout, stderr } = await runCommand(args)
      expect(stdout.toString().trimEnd().split('\n')).toHaveLength(1)
      expect(JSON.parse(stdout.toString())).toMatchObject({ target: '/second' })
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: `hookbench: 1 capture is not in it, since it cannot be read: ${id}. Everything else is in it.\n`,
      })
    }
  }
  await all()
  serving = await startServing(data)
  await all()
})
