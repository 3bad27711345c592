import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Output } from './output.ts'
import { runProgram } from './program.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-show-'))
let serving: Serving

beforeAll(async () => {
  serving = await startServing(folder)
})

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('--raw steers no terminal, and is exact in a pipe', async () => {
  const head = 'POST / HTTP/1.1\r\nHost: h\r\nX-A: \x9b31m\r\nContent-Length: 4\r\n\r\n'
  await send(`${head}\x1b[2J`)
  const shown = await showLatest({ isTTY: true }, '--raw')
  expect(shown.code).toBe(0)
  expect(shown.out.toString()).toBe('POST / HTTP/1.1\nHost: h\nX-A: \ufffd31m\nContent-Length: 4\n\n\\x1b[2J')
  expect(shown.err).toContain('spelled out')
  const piped = await showLatest({ isTTY: false }, '--raw')
  expect(piped).toMatchObject({ code: 0, err: '' })
  expect(piped.out.toString('latin1')).toBe(`${head}\x1b[2J`)
})

test('--body keeps bytes that are not text from a terminal', async () => {
  await send('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n\x00\xff\x1b')
  const shown = await showLatest({ isTTY: true }, '--body')
  expect({ code: shown.code, out: shown.out.toString() }).toEqual({ code: 2, out: '' })
  expect(shown.err).toMatch(/^hookbench: .*terminal.*\n$/)
  expect((await showLatest({ isTTY: false }, '--body')).out).toEqual(Buffer.from([0, 0xff, 0x1b]))
})

test('--body shows text on a terminal', async () => {
  await send('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 7\r\n\r\n{"a":1}')
  expect(await showLatest({ isTTY: true }, '--body')).toEqual({ code: 0, out: Buffer.from('{"a":1}'), err: '' })
  await send('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\na\x1b')
  const shown = await showLatest({ isTTY: true }, '--body')
  expect({ code: shown.code, out: shown.out.toString() }).toEqual({ code: 0, out: 'a\\x1b' })
  expect(shown.err).toContain('spelled out')
})

test('says that the packet of a malformed capture may start in the middle of a request', async () => {
  await send('no request\r\n\r\n')
  const { out } = await showLatest({ isTTY: false })
  expect(out.toString()).toContain('malformed')
  expect(out.toString()).toContain('may start in the middle of a request')
})

interface Shown {
  readonly code: number
  readonly out: Buffer
  readonly err: string
}

async function showLatest({ isTTY }: { readonly isTTY: boolean }, ...options: string[]): Promise<Shown> {
  const out = collector()
  const err = collector()
  const code = await runProgram(['show', 'latest', ...options, '--data', folder], {
    out: new Output(Object.assign(out.stream, { isTTY })),
    err: new Output(err.stream),
    stdin: new PassThrough(),
    env: {},
    takeStopSignals: () => new AbortController().signal,
    onCrash: () => {},
  })
  return { code, out: Buffer.concat(out.pieces), err: Buffer.concat(err.pieces).toString() }
}

function collector(): { readonly stream: Writable; readonly pieces: Buffer[] } {
  const pieces: Buffer[] = []
  const stream = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece)
      done()
    },
  })
  return { stream, pieces }
}

/** Sends latin1 as it is and waits for the answer, so that it is kept. */
async function send(request: string): Promise<void> {
  const { hostname, port } = new URL(serving.receiver)
  const socket = connect(Number(port), hostname)
  socket.write(request, 'latin1')
  await once(socket, 'data')
  socket.destroy()
}
