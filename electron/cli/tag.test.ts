import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-tag-'))
let serving: Serving

beforeAll(async () => {
  serving = await startServing(folder)
  await fetch(`${serving.receiver}/one`, { method: 'POST' })
}, 60_000)

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('tags are put beside a capture and taken off', { timeout: 60_000 }, async () => {
  const added = await runCommand(['tag', 'latest', '--add', 'Refunds,#todo', '--data', folder])
  expect(added.stderr).toBe('')
  expect(added.stdout.toString()).toMatch(/^[0-9a-f-]{36} refunds todo\n$/)
  const removed = await runCommand(['tag', 'latest', '-r', 'todo', '--data', folder])
  expect(removed.stdout.toString()).toMatch(/ refunds\n$/)
  const listed = await runCommand(['captures', '--json', '--data', folder])
  expect(JSON.parse(listed.stdout.toString())).toMatchObject({ tags: ['refunds'] })
})

test('what cannot be a tag is said', { timeout: 60_000 }, async () => {
  const wrong = await runCommand(['tag', 'latest', '--add', 'a"b', '--data', folder])
  expect(wrong).toMatchObject({
    code: 2,
    stderr: 'hookbench: A tag is one word, without spaces, commas, quotes or parentheses.\n',
  })
  const none = await runCommand(['tag', 'latest', '--data', folder])
  expect(none).toMatchObject({ code: 2, stderr: 'hookbench: Say which tags: --add refunds, or --remove refunds.\n' })
})
