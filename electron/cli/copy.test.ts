import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COPY_FORMS } from '../../shared/codegen/copy-form.ts'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-copy-'))
let serving: Serving

beforeAll(async () => {
  serving = await startServing(folder)
  await fetch(`${serving.receiver}/stripe?x=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sig': "it's" },
    body: '{"type":"copy.me"}',
  })
}, 60_000)

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('prints curl that sends to the receiver, unless told otherwise', async () => {
  const { code, stdout } = await runCommand(['copy', 'latest', '--data', folder])
  expect(code).toBe(0)
  expect(stdout.toString()).toMatch(/^curl \\\n {2}-X POST \\\n/)
  expect(stdout.toString()).toContain(`'${serving.receiver}/stripe?x=1'`)
  expect(stdout.toString()).toContain("x-sig: it'\\''s")
}, 60_000)

test('prints every form for another target', async () => {
  for (const { id } of COPY_FORMS) {
    const args = ['copy', 'latest', '--as', id, '--to', 'http://localhost:3000/*', '--data', folder]
    const { code, stdout, stderr } = await runCommand(args)
    expect({ id, code, stderr }).toEqual({ id, code: 0, stderr: '' })
    expect(stdout.toString()).toMatch(/copy\.me/)
    expect(stdout.toString()).toContain(id === 'http' ? 'POST /stripe?x=1 HTTP/1.1\r\n' : 'localhost:3000')
  }
}, 120_000)

test('names the forms in its help, and refuses others', async () => {
  const help = await runCommand(['copy', '--help'])
  for (const { id } of COPY_FORMS) expect(help.stdout.toString()).toContain(`\n  ${id} `)
  const wrong = await runCommand(['copy', 'latest', '--as', 'cobol', '--data', folder])
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('Allowed choices are curl')
}, 60_000)

test('prints it without what must not be shared, with an engine and without one', async () => {
  await fetch(`${serving.receiver}/stripe?token=t0ken-planted`, {
    method: 'POST',
    headers: { authorization: 'Bearer b3arer-planted', 'content-type': 'application/json' },
    body: '{"email":"planted@example.com"}',
  })
  const args = ['copy', 'latest', '--as', 'http', '--redact', '--to', 'http://localhost:3000/*', '--data', folder]
  const running = await runCommand(args)
  expect({ code: running.code, stderr: running.stderr }).toEqual({ code: 0, stderr: '' })
  const text = running.stdout.toString()
  expect(text).not.toContain('planted')
  expect(text).toContain('POST /stripe?token=%5Btoken-1%5D HTTP/1.1\r\n')
  expect(text).toMatch(/\r\n\r\n\{"email":"\[email-1\]"\}$/)
  await serving.stop()
  expect((await runCommand(args)).stdout.toString()).toBe(text)
  serving = await startServing(folder)
}, 90_000)

test('keeps the version, says that trailers are not sent, and redacts them where they are', async () => {
  const { hostname, port } = new URL(serving.receiver)
  const socket = net.connect(Number(port), hostname)
  const head =
    'POST /old HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-Token\r\nConnection: close\r\n'
  socket.end(`${head}\r\n3\r\nabc\r\n0\r\nX-Token: sk_live_4eC39HqLyjWDarjtT1zdp7dc\r\n\r\n`)
  await text(socket)
  const printed = async (...more: string[]) =>
    (await runCommand(['copy', 'latest', '--data', folder, ...more])).stdout.toString()
  expect(await printed()).toMatch(/^# The trailer behind its body is left out: curl cannot send trailers\.\ncurl /)
  expect(await printed('--as', 'http')).toContain('X-Token: sk_live_4eC39HqLyjWDarjtT1zdp7dc\r\n')
  const redacted = await printed('--as', 'http', '--redact')
  expect(redacted).toContain('X-Token: ')
  expect(redacted).not.toContain('4eC39HqLyjWDarjtT1zdp7dc')
  const old = net.connect(Number(port), hostname)
  old.end('GET /older HTTP/1.0\r\n\r\n')
  await text(old)
  expect(await printed()).toContain('--http1.0')
}, 60_000)
