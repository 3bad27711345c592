import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { findRunningEngine } from '../transport/http/client.ts'
import { runCommand } from './testing/run-command.ts'
import { type RunOptions, type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-diff-'))
const data = path.join(folder, 'data')
let serving: Serving

beforeAll(async () => {
  serving = await startServing(data)
})

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('compares a capture and a file by what they mean', async () => {
  await send('{"id":1,"amount":9007199254740993,"at":1}')
  const file = fileOf('{ "at": 2, "amount": 9007199254740993.0, "id": 1 }')
  const different = await diff(['latest', file])
  expect(different).toMatchObject({ code: 1, stderr: '' })
  expect(different.stdout.toString()).toBe('body: 1 changed\n  ~ /at\n      - 1\n      + 2\n')
  const ignored = await diff(['latest', file, '--ignore', '/at'])
  expect([ignored.code, ignored.stdout.toString().split('\n', 1)[0]]).toEqual([0, 'body: no difference but 1 ignored'])
})

test('takes the ignore rules that are kept for an endpoint, where it is asked to', async () => {
  const engine = await findRunningEngine(data)
  await engine?.client.call('ignoreRules.change', { endpoint: 'default', add: ['/id', '**/at'] })
  await send('{"id":1,"deep":{"at":1}}')
  const file = fileOf('{"id":2,"deep":{"at":2}}')
  const head = ({ code, stdout }: { code: number | null; stdout: Buffer }) => [
    code,
    stdout.toString().split('\n', 1)[0],
  ]
  expect(head(await diff(['latest', file]))).toEqual([1, 'body: 2 changed'])
  expect(head(await diff(['latest', file, '--endpoint-rules']))).toEqual([0, 'body: no difference but 2 ignored'])
  expect(head(await diff([file, fileOf('{"id":3,"deep":{"at":2}}'), '--endpoint', 'default']))).toEqual([
    0,
    'body: no difference but 1 ignored',
  ])
  const unknown = await diff(['latest', file, '--endpoint', 'other'])
  expect([unknown.code, unknown.stderr]).toEqual([2, 'hookbench: There is no endpoint “other”. There are: default.\n'])
})

test('prints a patch that keeps every digit', async () => {
  const patch = await diff(['-', fileOf('{"a":12345678901234567890.10}'), '--patch'], { input: '{"a":1}' })
  expect(patch.code).toBe(1)
  expect(patch.stdout.toString()).toBe('[\n  {"op":"replace","path":"/a","value":12345678901234567890.10}\n]\n')
  expect((await diff(['-', fileOf('[1]'), '--patch'], { input: 'no JSON' })).code).toBe(2)
})

test('a file that is called JSON is JSON, whatever it begins with', async () => {
  const patch = await diff([fileOf('null', 'null.json'), fileOf('false', 'false.json'), '--patch'])
  expect([patch.code, patch.stdout.toString()]).toEqual([1, '[\n  {"op":"replace","path":"","value":false}\n]\n'])
  const same = await diff([fileOf('1', 'one.json'), fileOf('1.00', 'other.JSON')])
  expect([same.code, same.stdout.toString().split('\n', 1)[0]]).toEqual([0, 'body: no difference'])
  const texts = await diff([fileOf('null', 'null.txt'), fileOf('false', 'false.txt'), '--patch'])
  expect([texts.code, texts.stderr]).toEqual([2, expect.stringContaining('whose name ends in .json')])
})

test.each([
  ['["', '["'],
  [',', ','],
  ['/id, "/at', '"/at'],
])('the rule %j, which would ignore nothing, is refused by its name', async (rule, named) => {
  const { code, stdout, stderr } = await diff(['-', fileOf('{"a":1}'), '--ignore', rule], { input: '{"a":2}' })
  expect([code, stdout.toString()]).toEqual([2, ''])
  expect(stderr).toContain(`‘${named}’`)
})

test('compares decoded bodies, headers and targets of two captures as JSON', async () => {
  await send('{"a":[1,2]}', { 'X-Same': 'a' }, '/hook?x=1')
  await send(gzipSync('{"a":[2,1]}'), { 'x-same': 'a', 'Content-Encoding': 'gzip' }, '/hook?x=2')
  const listed = await runCommand(['captures', '--limit', '2', '--json', '--data', data])
  const [newer, older] = listed.stdout.toString().trim().split('\n')
  const idOf = (line: string | undefined) => (JSON.parse(line ?? '') as { id: string }).id
  const { code, stdout } = await diff([idOf(older), idOf(newer), '--json', '--ignore', 'content-length'])
  expect(code).toBe(1)
  const said = JSON.parse(stdout.toString()) as Record<string, { summary: string; counts: { added: number } }>
  expect(said).toMatchObject({ same: false, body: { summary: '1 moved' }, target: { summary: '1 changed' } })
  expect(said.headers?.counts.added).toBe(1)
})

test('compares deliveries: what was sent, and what came back', async () => {
  let answers = 0
  const handler = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(`{"ok":true,"n":${++answers}}`)
  })
  onTestFinished(() => void handler.close())
  handler.listen(0, '127.0.0.1')
  await once(handler, 'listening')
  const to = `http://127.0.0.1:${(handler.address() as AddressInfo).port}/in?y=1`
  await send('{"a":1}', {}, '/hook?x=1')
  const replay = async (...args: string[]) => {
    const { stdout } = await runCommand(['replay', 'latest', '--to', to, '--json', '--data', data, ...args])
    return (JSON.parse(stdout.toString()) as { deliveryId: string }).deliveryId
  }
  const first = await replay()
  const edited = await replay('--body-file', fileOf('{"a":2}'))

  const sent = await diff(['latest', edited, '--json'])
  expect(JSON.parse(sent.stdout.toString())).toMatchObject({
    same: false,
    right: `request of delivery ${edited}`,
    body: { changes: [{ where: '/a', left: '1', right: '2' }] },
    target: { changes: [{ where: '(path)' }, { where: 'x' }, { where: 'y' }] },
  })
  const responses = await diff([first, `${edited}:response`, '--ignore', '/n, Date'])
  expect(responses.stdout.toString()).toContain('body: no difference but 1 ignored')
  expect(responses.stdout.toString()).toContain('status: no difference')
  const swapped = await diff([`${edited}:sent`, `${first}:sent`, '--patch'])
  expect(swapped.stdout.toString()).toContain('"path":"/a","value":1}')
}, 60_000)

test('a file is named with an @, and a rule may have a space in quotes', async () => {
  const ignored = await diff(['-', `@${fileOf('{"a b":2,"c":2}')}`, '--ignore', '"/a b", /c'], {
    input: '{"a b":1,"c":1}',
  })
  expect([ignored.code, ignored.stdout.toString().split('\n', 1)[0]]).toEqual([0, 'body: no difference but 2 ignored'])
})

test.each([
  [['latest']],
  [['latest', '@no-such-file']],
  [['00000000-0000-7000-8000-000000000000:sent', 'latest']],
  [['no-such-id', 'latest']],
  [['00000000-0000-7000-8000-000000000000', 'latest']],
  [['latest', './no-such-file']],
  [['-', '-']],
])('%j cannot be compared, which is no difference', async (args) => {
  const { code, stdout, stderr } = await diff(args)
  expect([code, stdout.toString()]).toEqual([2, ''])
  expect(stderr).not.toContain('unexpected')
})

function diff(args: ReadonlyArray<string>, options?: RunOptions) {
  return runCommand(['diff', ...args, '--data', data], options)
}

let files = 0
function fileOf(text: string, name = `${++files}.json`): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

async function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, target = '/') {
  const sent = await fetch(new URL(target, serving.receiver), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  })
  await sent.arrayBuffer()
}
