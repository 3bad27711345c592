import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findRunningEngine } from '../transport/http/client.ts'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-filter-'))
let serving: Serving

beforeAll(async () => {
  serving = await startServing(folder)
  for (const amount of ['500', '1500', '9007199254740993']) {
    const body = `{"type":"invoice.paid","data":{"amount":${amount}}}`
    const headers = { 'Content-Type': 'application/json', 'X-Shop': 'north' }
    await fetch(`${serving.receiver}/shop?page=${amount.length}`, { method: 'POST', headers, body })
  }
  const engine = await findRunningEngine(folder)
  await engine?.client.call('endpoints.add', { slug: 'closed', name: 'Closed' })
  await fetch(`${serving.receiver}/closed`, { method: 'POST' })
  await engine?.client.call('endpoints.delete', { slug: 'closed' })
  await engine?.client.call('filters.save', {
    id: '01932c3a-0000-7000-8000-000000000001',
    name: 'Large',
    text: 'body.data.amount:>1000',
    endpoint: null,
  })
}, 60_000)

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function count(filter: string): Promise<number> {
  const { code, stdout, stderr } = await runCommand(['captures', '--json', '--filter', filter, '--data', folder])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.toString().split('\n').filter(Boolean).length
}

function filters(): void {
  test('by the whole language', { timeout: 60_000 }, async () => {
    expect(await count('body.data.amount:>9007199254740992')).toBe(1)
    expect(await count('header.x-shop:nor* -query.page:3 or "amount\\":500"')).toBe(3)
    expect(await count('method:GET')).toBe(0)
  })

  test('by endpoint, even one that was deleted', { timeout: 60_000 }, async () => {
    const { stdout } = await runCommand(['captures', '--json', '--endpoint', 'closed', '--data', folder])
    expect(stdout.toString().trim().split('\n')).toHaveLength(1)
    const file = path.join(folder, 'none.ndjson')
    for (const args of [['captures'], ['types'], ['export', '-o', file]]) {
      expect(await runCommand([...args, '--endpoint', 'defualt', '--data', folder])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('There is no endpoint “defualt”. Did you mean default?'),
      })
    }
    expect(existsSync(file)).toBe(false)
  })

  test('by a saved filter', { timeout: 60_000 }, async () => {
    expect(await count('@large')).toBe(2)
    const exported = ['export', '--format', 'ndjson', '-o', '-', '--filter', '@large', '--data', folder]
    const { code, stdout } = await runCommand(exported)
    expect([code, stdout.toString().split('\n').filter(Boolean).length]).toEqual([0, 2])
    const none = await runCommand(['captures', '--filter', '@other', '--data', folder])
    expect(none).toMatchObject({
      code: 1,
      stderr: 'hookbench: There is no saved filter “other”. There are: @Large.\n',
    })
  })
}

describe('captures are filtered by the running engine', filters)

describe('captures are filtered without an engine', () => {
  beforeAll(async () => {
    await serving.stop()
  }, 60_000)
  filters()
})

test('a key that is none is told, in any script, with what may be looked for', { timeout: 60_000 }, async () => {
  const wrong = await runCommand(['captures', '--filter', '12:30 körper:1', '--data', folder])
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain(['  12:30 körper:1', '        ^^^^^^'].join('\n'))
  expect(wrong.stderr).toContain('To look for the text itself, put it between quotes: "körper:1".')
})

test('what is wrong with a filter is shown with a caret', { timeout: 60_000 }, async () => {
  const wrong = await runCommand(['captures', '--filter', 'pi_3Q status:abc', '--data', folder])
  expect(wrong).toMatchObject({
    code: 2,
    stderr: [
      '  pi_3Q status:abc',
      '               ^^^',
      'hookbench: The filter is wrong at character 14: expected a status such as 404, 5xx or >=400, found "abc".\n',
    ].join('\n'),
  })
})
