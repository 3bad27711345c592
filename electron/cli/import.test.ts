import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

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
  const { code, stdout, stderr } = await runCommand(['import', '-', '--data', folder], { input: command })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const shown = await runCommand(['show', stdout.toString().trim(), '--data', folder])
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
  const { code, stdout } = await runCommand(['import', '-', '--data', folder], { input: request })
  expect(code).toBe(0)
  const shown = await runCommand(['show', stdout.toString().trim(), '--raw', '--data', folder])
  expect(shown.stdout).toEqual(request)
  const copied = await runCommand(['copy', stdout.toString().trim(), '--as', 'http', '--data', folder])
  expect(copied.stdout).toEqual(request)
})

test('what cannot be read is refused, with the place or the file', { timeout: 60_000 }, async () => {
  const wrong = await runCommand(['import', '-', '--data', folder], { input: "curl h -d 'x" })
  expect(wrong.code).toBe(2)
  expect(wrong.stderr).toContain('line 1, column 11')
  const file = await runCommand(['import', '-', '--data', folder], { input: 'curl h -d @body.json' })
  expect(file.code).toBe(2)
  expect(file.stderr).toMatch(/needs "body\.json"\.\n.*hookbench import FILE --files reads it/)
})

describe('files that requests name', () => {
  const files = path.join(folder, 'named')
  const given = path.join(files, 'requests.sh')
  const importOf = (script: string, ...more: string[]) => {
    writeFileSync(given, script)
    return runCommand(['import', given, '--files', ...more, '--data', folder])
  }

  beforeAll(() => {
    mkdirSync(path.join(files, 'sub'), { recursive: true })
    writeFileSync(path.join(files, 'body.bin'), Buffer.from([0, 255, 10, 13, 10]))
    writeFileSync(path.join(files, 'empty'), '')
    writeFileSync(path.join(files, 'sub/ä b.json'), '{"in":"a folder"}')
    writeFileSync(path.join(folder, 'secret'), 'outside')
    symlinkSync(path.join(folder, 'secret'), path.join(files, 'link'))
  })

  test('are read where that is asked for, byte for byte', { timeout: 60_000 }, async () => {
    const script = "curl h --data-binary @body.bin\ncurl h -T empty\ncurl h -d 'x' --data-binary '@sub/ä b.json'\n"
    const { code, stdout, stderr } = await importOf(script)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const bodies = []
    for (const id of stdout.toString().trim().split('\n')) {
      bodies.push((await runCommand(['show', id, '--body', '--data', folder])).stdout)
    }
    expect(bodies).toEqual([Buffer.from([0, 255, 10, 13, 10]), Buffer.alloc(0), Buffer.from('x&{"in":"a folder"}')])
  })

  test('are read from the folder that is named, for a .http file as well', { timeout: 60_000 }, async () => {
    const input = 'POST http://h/\nContent-Type: application/json\n\n< ./ä b.json\n'
    const args = ['import', '-', '--files', path.join(files, 'sub'), '--data', folder]
    const { code, stdout, stderr } = await runCommand(args, { input })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const shown = await runCommand(['show', stdout.toString().trim(), '--body', '--data', folder])
    expect(shown.stdout.toString()).toBe('{"in":"a folder"}')
  })

  test.each([
    ['@none.json', /"none\.json" is not in .*named\. Nothing was imported/],
    ['@../secret', /"\.\.\/secret" is outside .*named, and only files in there are read/],
    [`@${path.join(folder, 'secret')}`, /secret" is outside/],
    ['@link', /"link" is outside/],
    ['@sub', /"sub" is no file/],
    ['@sub/../../named/none', /is not in/],
  ])('are refused by name: %s', { timeout: 60_000 }, async (data, message) => {
    const { code, stdout, stderr } = await importOf(`curl h -d ${data}`)
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('are refused where they would fill the memory, and where nothing can name any', {
    timeout: 60_000,
  }, async () => {
    writeFileSync(path.join(files, 'large'), Buffer.alloc(2_000_000, 'x'))
    const often = await importOf('curl h -d @large\n'.repeat(100))
    expect(often).toMatchObject({ code: 2, stderr: expect.stringContaining('come to more than 128 MiB') })
    const lines = await importOf('{"kind":"capture"}')
    expect(lines).toMatchObject({ code: 2, stderr: expect.stringContaining('--files is for requests') })
    const none = await importOf('curl h -d @x', path.join(files, 'none'))
    expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/none cannot be read/) })
  })
})

test('all bad requests of a file are named, and which files the others lack', { timeout: 60_000 }, async () => {
  const script = "curl -X 'A B' h\ncurl h -d @body.json\ncurl h -H\n"
  const { code, stderr } = await runCommand(['import', '-', '--data', folder], { input: script })
  expect(code).toBe(2)
  expect(stderr).toMatch(
    /Request 1: At line 1, .*\n.*Request 2 \(line 2\): It needs "body\.json"\.\n.*Request 3: At line 3/,
  )
  writeFileSync(path.join(folder, 'body.json'), '{}')
  const named = await runCommand(['import', '-', '--files', folder, '--data', folder], { input: script })
  expect(named.code).toBe(2)
  expect(named.stderr).toMatch(
    /^hookbench: Request 1: .*\nhookbench: Request 3: .*\nhookbench: Nothing was imported\.\n$/,
  )
})

test('several requests come in together, each with its id', { timeout: 60_000 }, async () => {
  const commands =
    "curl https://a.example/one -d 1 ;\ncurl https://a.example/two -d 2\n\n# and\ncurl 'https://a.example/three?x=1' \\\n  -d 3\n"
  const curl = await runCommand(['import', '-', '--data', folder], { input: commands })
  expect({ code: curl.code, stderr: curl.stderr }).toEqual({ code: 0, stderr: '' })
  expect(curl.stdout.toString().trim().split('\n')).toHaveLength(3)

  const requests = 'POST /one HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc\r\nPUT /two HTTP/1.1\r\nHost: h\r\n\r\nthe rest'
  const raw = await runCommand(['import', '-', '--data', folder], { input: requests })
  const [first, second] = raw.stdout.toString().trim().split('\n')
  expect((await runCommand(['show', first ?? '', '--body', '--data', folder])).stdout.toString()).toBe('abc')
  expect((await runCommand(['show', second ?? '', '--body', '--data', folder])).stdout.toString()).toBe('the rest')
})

test('what was exported comes in again, and is said', { timeout: 90_000 }, async () => {
  const file = path.join(folder, 'all.hookbench')
  expect((await runCommand(['export', '-o', file, '--data', folder])).code).toBe(0)
  const again = await runCommand(['import', file, '--data', folder])
  expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' })
  expect(again.stdout.toString()).toMatch(/^0 captures, \d+ were here already\.\n$/)

  const other = path.join(folder, 'other')
  const elsewhere = await startServing(other)
  const { code, stdout } = await runCommand(['import', file, '--endpoint', 'archive', '--json', '--data', other])
  expect(code).toBe(0)
  expect(JSON.parse(stdout.toString())).toMatchObject({ state: 'done', format: 'bundle', already: 0 })
  await elsewhere.stop()
})

test('a bad entry is named, and nothing comes in', { timeout: 60_000 }, async () => {
  const line = '{"kind":"capture","version":1,"id":"x"}\n'
  const { code, stderr } = await runCommand(['import', '-', '--data', folder], { input: line.repeat(30) })
  expect(code).toBe(2)
  expect(stderr).toMatch(/^hookbench: Line 1: id: is no id \(a UUID\)\.\nhookbench: Line 2: /)
  expect(stderr.match(/Export it again/g)).toHaveLength(1)
  expect(stderr).toContain('10 more bad entries. Nothing was imported.')
  const nothing = await runCommand(['import', path.join(folder, 'none'), '--data', folder])
  expect(nothing.code).toBe(2)
  const slug = await runCommand(['import', '-', '--endpoint', 'BadSlug!', '--data', folder], { input: line })
  expect(slug).toMatchObject({ code: 2, stderr: expect.stringContaining('A slug has 1 to 40 of a-z, 0-9 and -.') })
  expect(slug.stderr).not.toContain('import.check')
})

test('a .http file becomes a capture for each request', { timeout: 90_000 }, async () => {
  const input = '@h = http://h\n### One\nPOST {{h}}/one\n\n{"type":"from.file"}\n\n### Two\nGET {{h}}/two\n'
  const { code, stdout } = await runCommand(['import', '-', '--data', folder], { input })
  expect(code).toBe(0)
  const ids = stdout.toString().trim().split('\n')
  expect(ids).toHaveLength(2)
  const shown = (await runCommand(['show', ids[0] ?? '', '--data', folder])).stdout.toString()
  expect(shown).toContain('POST /one HTTP/1.1')
  expect(shown).toContain('from.file')
  expect(shown).toContain('Imported from a .http file, One')
  const refused = await runCommand(['import', '-', '--data', folder], { input: `${input}\n### Three\nGET {{no}}\n` })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('At line 11 ("Three"): {{no}} is not set in this file.')
})

test('an imported capture is found by the beginning of its id', { timeout: 60_000 }, async () => {
  const entry = {
    startedDateTime: '2020-02-02T20:20:20.000Z',
    time: 1,
    request: {
      method: 'POST',
      url: 'http://h/of-2020',
      httpVersion: 'HTTP/1.1',
      headers: [],
      queryString: [],
      cookies: [],
    },
    response: {},
  }
  const input = JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, entries: [entry] } })
  const imported = await runCommand(['import', '-', '--data', folder], { input })
  expect({ code: imported.code, stderr: imported.stderr }).toEqual({ code: 0, stderr: '' })
  const filter = ['--filter', 'path:/of-2020']
  const listed = await runCommand(['captures', ...filter, '--json', '--data', folder])
  const { id, receivedAt } = JSON.parse(listed.stdout.toString()) as { id: string; receivedAt: string }
  expect(receivedAt).toContain('2020-02-02')
  const shown = await runCommand(['show', id.slice(0, 30), '--data', folder])
  expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' })
  expect(shown.stdout.toString()).toContain('POST /of-2020')
})

test('a file that cannot be read is a wrong use', { timeout: 60_000 }, async () => {
  // Nobody can open a socket, though it is there; a file without permissions an administrator can.
  const socket = path.join(folder, 'socket')
  const server = createServer().listen(socket)
  await once(server, 'listening')
  try {
    const { code, stderr } = await runCommand(['import', socket, '--data', folder])
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('socket cannot be read') })
  } finally {
    server.close()
  }
})
