import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answerEachRequest, startRawTarget } from '../../electron/engine/replay/testing/raw-target.ts'
import { COPY_FORMS, type CopyFormId } from '../../shared/codegen/copy-form.ts'
import type { SnippetRequest } from '../../shared/codegen/snippet-request.ts'
import type { HeaderPairs } from '../../shared/http/header-pairs.ts'
import { latin1FromBytes } from '../../shared/http/latin1.ts'
import { canRun } from './can-run.ts'

/** How a form is run by the tool that it is for. `file`: it must be one, of that name. */
interface Runner {
  readonly id: CopyFormId
  readonly probe: readonly [command: string, ...args: string[]]
  readonly run: readonly [command: string, ...args: string[]]
  readonly file?: string
  /** It writes ' and ` in a target in another way, as its snippet says. */
  readonly respells?: true
  readonly asciiOnly?: true
}

const RUNNERS: readonly Runner[] = [
  { id: 'curl', probe: ['curl', '--version'], run: ['bash', '-s'] },
  { id: 'httpie', respells: true, probe: ['http', '--version'], run: ['bash', '-s'] },
  {
    id: 'fetch',
    respells: true,
    probe: [process.execPath, '--version'],
    run: [process.execPath, '--input-type=module', '-'],
  },
  {
    id: 'axios',
    respells: true,
    probe: [process.execPath, '--input-type=module', '-e', "import 'axios'"],
    run: [process.execPath, '--input-type=module', '-'],
  },
  { id: 'requests', respells: true, probe: ['python3', '-c', 'import requests'], run: ['python3', '-'] },
  { id: 'httpx', respells: true, probe: ['python3', '-c', 'import httpx'], run: ['python3', '-'] },
  { id: 'go', respells: true, probe: ['go', 'version'], run: ['go', 'run'], file: 'snippet.go' },
  { id: 'ruby', probe: ['ruby', '--version'], run: ['ruby', '-'] },
  { id: 'php', probe: ['php', '-r', 'curl_version();'], run: ['php'] },
  { id: 'java', asciiOnly: true, respells: true, probe: ['java', '--version'], run: ['java'], file: 'Snippet.java' },
  { id: 'powershell', respells: true, probe: ['pwsh', '--version'], run: ['pwsh', '-NoProfile', '-Command', '-'] },
]

/** Outside of each snippet's home, where Go would build its whole library anew. */
const GOCACHE = path.join(tmpdir(), 'hookbench-go-build')

/** What languages, shells and URLs read in their own way; what a tool changes of it must be said in its snippet. */
const ODD: ReadonlyArray<Omit<SnippetRequest, 'origin'>> = [
  {
    method: "a'b`$x#",
    target: "/a\\b|c^d?'!*()&$HOME;`id`",
    headers: [
      ["x-'q`id`$HOME%41!#&*", '1'],
      ['x-tab', 'a\tb'],
    ],
    body: Buffer.from(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: what languages would take for their own.
      '\ufeff\'\'\'"""\\\r\n\r<?php ?></script>{{x}} {0} ${x} #{x} %(x)s\nBODY\nEOF\n\u2028‘’“”\x01\x1b[31m\\',
    ),
  },
  { method: 'delete', target: '/?%41%2f&%zz?', headers: [['Content-Type', 'text/plain']], body: Buffer.from('-d x\n') },
  { method: 'POST', target: '/\xc3\xa9 {a}[1-3]"<>#f', headers: [], body: Buffer.from('\r\r') },
  {
    method: 'PUT',
    target: 'http://other/absolute?x',
    headers: [['X-E', 'e']],
    body: new Uint8Array(1_200_000).fill(0xfe),
  },
  { method: 'OPTIONS', target: '*', headers: [['X-E', 'e']], body: new Uint8Array() },
]

const HOSTILE = `{"it":"it's $HOME \`id\` $(id) $\{x} #{1+1} %PATH% !! \\n \\u0022 \\",\r\n\t"é":"😀\u2028\u202e"}\n`

for (const runner of RUNNERS) {
  const isHere = canRun(runner.probe)
  const form = COPY_FORMS.find(({ id }) => id === runner.id)
  // Said plainly, since a form that nothing ran is proven by nothing here.
  if (!isHere) console.info(`Not run, since ${runner.probe[0]} for it is not on this machine: ${form?.title}`)
  describe.runIf(isHere)(`${runner.id} sends`, () => {
    test('text that a shell or language would read', { timeout: 60_000 }, async () => {
      await expectSent(runner, {
        method: 'POST',
        target: runner.respells ? '/a//b?x=1&y=$(id)!*%20' : "/a//b?x=1&y=$(id)&z='`!*%20",
        headers: [
          ['X-Sig', 't=1,"v"=\'$HOME\' `id` #{1} !! \\n %PATH% @x'],
          ['Content-Type', 'application/json; charset=utf-8'],
          ['X-Latin', runner.asciiOnly ? 'cafe' : 'caf\xe9'],
        ],
        body: Buffer.from(HOSTILE),
      })
    })

    test('values that hold escapes of their own, and bytes beside them', { timeout: 60_000 }, async () => {
      const spelled = '{"a":"Andr\\u00e9 \\xe9 \\u{e9} \\351 \\n"}'
      await expectSent(runner, {
        method: 'POST',
        target: '/',
        headers: [
          ['X-Meta', spelled],
          ...(runner.asciiOnly ? [] : [['X-Both', `\xe9\xff${spelled}\xe9\\`] as const]),
          ...(runner.asciiOnly ? [] : [['X-Utf', `\xc3\xa9\xe2\x80\xae\xc2\x85${spelled}`] as const]),
        ],
        body: Buffer.from(spelled),
      })
    })

    test('bytes that are no text', { timeout: 60_000 }, async () => {
      await expectSent(runner, {
        method: 'PUT',
        target: '/bin',
        headers: [['Content-Type', 'application/octet-stream']],
        body: Uint8Array.from({ length: 1024 }, (_, index) => index % 256),
      })
    })

    test('a body that begins with @', { timeout: 60_000 }, async () => {
      await expectSent(runner, { method: 'POST', target: '/', headers: [], body: Buffer.from('@/etc/passwd') })
    })

    test('no body', { timeout: 60_000 }, async () => {
      await expectSent(runner, { method: 'GET', target: '/?a=b', headers: [['X-A', 'b']], body: new Uint8Array() })
    })

    test('headers that it has defaults for once, as they are', { timeout: 60_000 }, async () => {
      const own: HeaderPairs = [
        ['User-Agent', 'A/1'],
        ['Accept', 'text/x'],
        ['Accept-Encoding', 'br'],
        ['Content-Type', 'text/y'],
      ]
      const lines = await expectSent(runner, { method: 'POST', target: '/', headers: own, body: Buffer.from('x') })
      const names = new Set(own.map(([name]) => name.toLowerCase()))
      const came = lines.filter((line) => names.has(line.slice(0, line.indexOf(':')).toLowerCase()))
      expect(came.map((line) => line.toLowerCase()).sort()).toEqual(
        own.map(([name, value]) => `${name}: ${value}`.toLowerCase()).sort(),
      )
    })

    // What is compiled first is tried with the oddest alone.
    const odd = runner.id === 'java' || runner.id === 'go' ? ODD.slice(0, 2) : ODD
    test.each(odd)('$method $target, or says that it does not', { timeout: 120_000 }, async (request) => {
      await expectSent(runner, request, 'or said')
    })

    test('any body and value', { timeout: 240_000 }, async () => {
      // Java compiles each first; a few of all kinds are enough there.
      const numRuns = runner.id === 'java' || runner.id === 'go' ? 3 : 12
      const value = fc
        .string({ unit: fc.constantFrom(...' !"#$%&\'()*+,-./0:;<=>?@A[\\]^_`b{|}~\xe9\xff'), minLength: 1 })
        .map((text) => `v${text}v`)
      const body = fc.oneof(
        fc.uint8Array({ maxLength: 100 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => Buffer.from(text)),
      )
      await fc.assert(
        fc.asyncProperty(value, body, async (text, bytes) => {
          // HTTPie cannot keep a backslash before one of its separators, and says so.
          fc.pre(!runner.asciiOnly || !/[\x80-\xff]/.test(text))
          fc.pre(runner.id !== 'httpie' || !/\\[:;=@]/.test(text))
          const headers: HeaderPairs = [
            ['X-Any', text],
            ['Content-Type', 'text/plain'],
          ]
          await expectSent(runner, { method: 'POST', target: '/any', headers, body: bytes })
        }),
        { numRuns },
      )
    })
  })
}

test.each(['fetch', 'axios', 'requests', 'httpx', 'go', 'java', 'csharp', 'powershell', 'httpie'])(
  '%s says what it does not keep',
  (id) => {
    const form = COPY_FORMS.find((known) => known.id === id)
    const said = form?.write({
      method: 'GET',
      origin: 'http://h',
      target: '/a/../b',
      headers: [['Content-Length', '0']],
      body: new Uint8Array(),
    })
    expect(said).toContain('may spell this target in another way.')
    expect(said).toContain('sets these by itself: Content-Length.')
  },
)

/** The header lines that came. */
async function expectSent(
  runner: Runner,
  request: Omit<SnippetRequest, 'origin'>,
  mode: 'exactly' | 'or said' = 'exactly',
): Promise<string[]> {
  await using target = await startRawTarget(
    answerEachRequest('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'),
  )
  const form = COPY_FORMS.find(({ id }) => id === runner.id) as (typeof COPY_FORMS)[number]
  const length: HeaderPairs = request.body.length > 0 ? [['Content-Length', String(request.body.length)]] : []
  const headers = [...request.headers, ...(runner.id === 'curl' ? length : [])]
  const snippet = form.write({ ...request, headers, origin: target.url })
  await runSnippet(runner, snippet)
  const sent = target.received().toString('latin1')
  const headEnd = sent.indexOf('\r\n\r\n')
  const [requestLine, ...lines] = sent.slice(0, headEnd).split('\r\n')
  const isRespelled = mode === 'or said' && snippet.includes('may spell this target in another way.')
  const isInCapitals = mode === 'or said' && snippet.includes('writes the method in capitals.')
  const [method = '', ...rest] = requestLine?.split(' ') ?? []
  expect(method).toBe(isInCapitals ? request.method.toUpperCase() : request.method)
  if (!isRespelled) expect(rest.join(' ')).toBe(`${request.target} HTTP/${request.httpVersion ?? '1.1'}`)
  expect(sent.slice(headEnd + 4)).toBe(latin1FromBytes(request.body))
  const spelled = (line: string) => line.replace(/^[^:]*/, (name) => name.toLowerCase())
  const came = lines.map(spelled)
  for (const [name, value] of request.headers) expect(came).toContain(`${name.toLowerCase()}: ${value}`)
  if (runner.id === 'curl') expect(lines).toEqual(headers.map(([name, value]) => `${name}: ${value}`))
  if (runner.id === 'ruby') expectOnly(lines, headers, snippet)
  return lines
}

/** Nothing but the request's, what the tool counts, and what its snippet says. */
function expectOnly(lines: ReadonlyArray<string>, headers: HeaderPairs, snippet: string): void {
  const said = /adds what the request does not have: (.*)\.$/m.exec(snippet)?.[1]?.toLowerCase().split(', ') ?? []
  const known = new Set([...headers.map(([name]) => name.toLowerCase()), ...said, 'content-length'])
  expect(
    lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase()).filter((name) => !known.has(name)),
  ).toEqual([])
}

const ENDS = { httpVersion: '1.0', trailers: [['X-Sum', 'secret']] } as const

test.each(COPY_FORMS.map(({ id }) => id).filter((id) => id !== 'http'))('%s says that it sends no trailers', (id) => {
  const form = COPY_FORMS.find((known) => known.id === id)
  const said = form?.write({
    ...{ method: 'POST', origin: 'http://h', target: '/', headers: [['Transfer-Encoding', 'chunked']] },
    ...{ body: Buffer.from('x'), ...ENDS },
  })
  expect(said).toMatch(/^\s*(?:#|\/\/|rem) The trailer behind its body is left out: .* cannot send trailers\.$/m)
  expect(said).not.toContain('secret')
  // Kept, or said.
  expect(said).toMatch(/--http1\.0|VERSION_1_0|Version10|It came over HTTP\/1\.0; .* sends HTTP\/1\.1\./)
})

describe.runIf(canRun(['php', '-r', 'curl_version();']))('PHP', () => {
  test('keeps HTTP/1.0', { timeout: 60_000 }, async () => {
    const php = RUNNERS.find(({ id }) => id === 'php') as Runner
    await expectSent(php, { method: 'POST', target: '/', headers: [], body: Buffer.from('x'), httpVersion: '1.0' })
  })
})

async function runSnippet(runner: Runner, snippet: string): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hookbench-snippet-'))
  try {
    const file = path.join(folder, runner.file ?? 'unused')
    if (runner.file !== undefined) await writeFile(file, snippet)
    const [command, ...args] = runner.run
    const child = spawn(command, runner.file === undefined ? args : [...args, file], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, HOME: folder, GOCACHE, NO_PROXY: '*', no_proxy: '*', PYTHONIOENCODING: 'utf-8' },
    })
    let said = ''
    child.stderr.on('data', (piece: Buffer) => {
      said += piece.toString()
    })
    child.stdin.on('error', () => {})
    child.stdin.end(runner.file === undefined ? snippet : '')
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${said}\n${snippet}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
