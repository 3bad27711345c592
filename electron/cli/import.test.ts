import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runHookbench, type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-import-'))
let serving: Serving

beforeAll(async () => {
  serving = await startServing(folder)
}, 60_000)

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a curl command becomes a capture that says so', { timeout: 60_000 }, async () => {
  const command = `curl https://api.example/hook?x=1 \\\n -H 'X-Sig: it'\\''s' --json '{"type":"imported.one"}'`
  const { code, stdout, stderr } = await runHookbench(['import', '-', '--data', folder], { input: command })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const shown = await runHookbench(['show', stdout.toString().trim(), '--data', folder])
  expect(shown.stdout.toString()).toContain('POST /hook?x=1 HTTP/1.1')
  expect(shown.stdout.toString()).toContain("X-Sig: it's")
  expect(shown.stdout.toString()).toContain('imported.one')
  expect(shown.stdout.toString()).toContain('Imported from a curl command.')
})

test('a raw request comes out as it went in, byte for byte', { timeout: 60_000 }, async () => {
  const request = Buffer.from(
    'PUT /a/../b HTTP/1.1\r\nHost: h\r\nx-B: \xe9\r\nX-b: 2\r\nContent-Length: 4\r\n\r\n\x00\xff\r\n',
    'latin1',
  )
  const { code, stdout } = await runHookbench(['import', '-', '--data', folder], { input: request })
  expect(code).toBe(0)
  const shown = await runHookbench(['show', stdout.toString().trim(), '--raw', '--data', folder])
  expect(shown.stdout).toEqual(request)
  const copied = await runHookbench(['copy', stdout.toString().trim(), '--as', 'http', '--data', folder])
  expect(copied.stdout).toEqual(request)
})

test('what cannot be read is refused, with the place or the file', { timeout: 60_000 }, async () => {
  const wrong = await runHookbench(['import', '-', '--data', folder], { input: "curl h -d 'x" })
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('line 1, column 11')
  const file = await runHookbench(['import', '-', '--data', folder], { input: 'curl h -d @body.json' })
  expect(file.code).toBe(2)
  expect(file.stderr).toContain('needs body.json')
})
