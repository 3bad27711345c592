import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeByteText } from '../electron/engine/share/node-byte-text.ts'
import { connectEngine, type EngineClient } from '../electron/transport/http/client.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../shared/export/export-format.ts'
import { type ExportedCapture, NOTHING_FOUND } from '../shared/export/exported-capture.ts'
import { ndjsonWriter } from '../shared/export/write-ndjson.ts'
import { type ChildServer, startEngineServer } from './child-server.ts'
import { connectScreen } from './connect-screen.ts'
import { keepEverything } from './receive.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const CAPTURES = 100_000
const BODY_BYTES = 1024
const MIB = 1024 * 1024
const LIMIT_MIB = 300
/** A sender that knocks meanwhile, so often. */
const KNOCK_MS = 50
/** And while nothing else happens, to compare with. */
const ALONE_MS = 5000

/** 100,000 captures of 1 KB out of an engine and into another: how long, how much memory, and what a sender notices of it. */
export function benchExport(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const lines: string[] = []
    const file = (format: ExportFormat): string => path.join(folder, `all.${format}`)
    writeSeed(file('ndjson'))
    const first = path.join(folder, 'first')
    await withEngine(first, async (engine, client) => {
      lines.push(await measured('export: in, ndjson', engine, file('ndjson'), () => bringIn(client, file('ndjson'))))
      // Types are learned behind it, so that the next engine has nothing left to do.
      await engine.settled()
    })
    // An engine for each, so that its memory is what this one needs.
    for (const { id } of EXPORT_FORMATS) {
      await withEngine(first, async (engine, client) => {
        lines.push(await measured(`export: out, ${id}`, engine, file(id), () => takeOut(client, id, file(id))))
      })
    }
    for (const { id, isImported } of EXPORT_FORMATS) {
      if (!isImported || id === 'ndjson') continue
      await withEngine(path.join(folder, id), async (engine, client) => {
        lines.push(await measured(`export: in, ${id}`, engine, file(id), () => bringIn(client, file(id))))
      })
    }
    return lines
  })
}

async function withEngine(
  folder: string,
  use: (engine: ChildServer, client: EngineClient) => Promise<void>,
): Promise<void> {
  const engine = await startEngineServer(folder)
  try {
    const screen = await connectScreen(engine.ui)
    await keepEverything(screen)
    const { port, hash } = new URL(engine.ui ?? '')
    await use(
      engine,
      connectEngine({ port: Number(port), token: new URLSearchParams(hash.slice(1)).get('token') ?? '' }),
    )
  } finally {
    await engine.stop()
  }
}

async function measured(what: string, engine: ChildServer, file: string, run: () => Promise<number>): Promise<string> {
  await engine.settled()
  const usual = await knockAlone(engine.port)
  const idle = engine.rss()
  let peak = idle
  const sampling = setInterval(() => {
    peak = Math.max(peak, engine.rss())
  }, 20)
  const knocking = knock(engine.port)
  const started = performance.now()
  const captures = await run()
  const seconds = (performance.now() - started) / 1000
  clearInterval(sampling)
  const waits = await knocking.stop()
  const size = fs.statSync(file).size / MIB
  return (
    `${what}: ${captures} captures, ${size.toFixed(0)} MiB in ${seconds.toFixed(1)} s, ${(size / seconds).toFixed(1)} MiB/s, ` +
    `peak ${Math.round(peak / MIB)} MiB (${Math.round(idle / MIB)} before, limit ${LIMIT_MIB}); a sender waits ${waitsOf(waits)}, else ${waitsOf(usual)}`
  )
}

async function knockAlone(port: number): Promise<number[]> {
  const knocking = knock(port)
  await sleep(ALONE_MS)
  return knocking.stop()
}

function waitsOf(waits: ReadonlyArray<number>): string {
  const at = (share: number) => (waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0).toFixed(0)
  return `${at(0.5)} ms (p99 ${at(0.99)} ms)`
}

/** Sends a request now and then, and tells how long each answer took, sorted. */
function knock(port: number): { stop(): Promise<number[]> } {
  const waits: number[] = []
  let isStopped = false
  const running = (async () => {
    while (!isStopped) {
      const started = performance.now()
      await (await fetch(`http://127.0.0.1:${port}/knock`, { method: 'POST', body: '{}' })).text()
      waits.push(performance.now() - started)
      await sleep(KNOCK_MS)
    }
  })()
  return {
    async stop() {
      isStopped = true
      await running
      return waits.sort((a, b) => a - b)
    },
  }
}

async function takeOut(client: EngineClient, format: ExportFormat, file: string): Promise<number> {
  const { id } = await client.call('export.start', { scope: { kind: 'filter', filter: {} }, format, redact: false })
  const out = fs.createWriteStream(file)
  for await (const piece of await client.exported(id)) {
    if (!out.write(piece)) await new Promise<void>((resolve) => out.once('drain', () => resolve()))
  }
  await new Promise<void>((resolve) => out.end(() => resolve()))
  return CAPTURES
}

async function bringIn(client: EngineClient, file: string): Promise<number> {
  const { uploadId } = await client.uploadImport(fs.createReadStream(file))
  const { id } = await client.call('import.check', { uploadId })
  await once(client, 'checking')
  await client.call('import.write', { id, anyway: true })
  return once(client, 'writing')
}

async function once(client: EngineClient, state: string): Promise<number> {
  for (;;) {
    const { job } = await client.call('import.job', {})
    if (job?.problem) throw new Error(job.problem)
    if (job?.state !== state) return job?.written ?? 0
    await sleep(100)
  }
}

/** The same captures every time. */
function writeSeed(file: string): void {
  const writer = ndjsonWriter(nodeByteText)
  const out = fs.openSync(file, 'w')
  let held: string[] = []
  for (let index = 0; index < CAPTURES; index++) {
    held.push(...(writer.capture(seedCapture(index)) as Iterable<string>))
    if (held.length < 1000) continue
    fs.writeSync(out, held.join(''))
    held = []
  }
  fs.closeSync(out)
}

function seedCapture(index: number): ExportedCapture {
  const words = Array.from({ length: 24 }, (_, at) => ((index + 1) * (at + 7) * 2_654_435_761) % 4_294_967_296)
  const start = { id: `evt_${index}`, type: `order.${index % 17}`, created: 1_767_225_600 + index, words }
  const body = JSON.stringify({
    ...start,
    filling: 'x'.repeat(Math.max(0, BODY_BYTES - 14 - JSON.stringify(start).length)),
  })
  return {
    id: `019b0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    receivedAt: 1_767_225_600_000 + index * 1000,
    endpoint: `shop-${index % 5}`,
    method: 'POST',
    target: `/shop-${index % 5}/orders/${index}`,
    httpVersion: '1.1',
    headers: [
      ['Host', 'hooks.example'],
      ['User-Agent', 'Orders/1.0'],
      ['Content-Type', 'application/json'],
      ['Content-Length', String(body.length)],
      ['X-Signature', `t=${index},v1=${'0123456789abcdef'.repeat(4)}`],
    ],
    trailers: [],
    body: Buffer.from(body),
    state: 'complete',
    reason: null,
    remoteAddress: '192.0.2.7',
    remotePort: 40_000,
    via: null,
    bodyUs: 80,
    answer: { status: 200, afterUs: 900, content: { headers: [], body: Buffer.from('{"ok":true}') }, reason: null },
    pinned: false,
    note: '',
    tags: [],
    found: NOTHING_FOUND,
  }
}
