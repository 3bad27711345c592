import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Call, CallInput, Channel } from '../../shared/contract/contract.ts'
import { unwrapReply } from '../../shared/contract/dispatch.ts'
import { AppError } from '../../shared/contract/errors.ts'
import type { EngineEvent, EngineEventOf } from '../../shared/contract/events.ts'
import { type Engine, startEngine } from '../engine/engine.ts'
import { openLog, type RotatingLog } from '../engine/log/rotating-log.ts'
import { eventually } from '../engine/testing/eventually.ts'
import { connectEngine, type EngineAddress } from './http/client.ts'
import { type ControlSide, openControlSide } from './http/control-side.ts'
import { createIpcClient } from './ipc/ipc-client.ts'
import { serveIpc } from './ipc/ipc-server.ts'
import type { MessageChannelEnd } from './ipc/message-channel.ts'

/** What every transport offers, however it gets there. */
interface Connected {
  readonly call: Call
  /** A call that need not be of the contract. */
  callRaw(channel: string, input: unknown): Promise<unknown>
  /** Resolves once nothing can be missed any more. */
  subscribe(listener: (event: EngineEvent) => void): Promise<() => void>
  /** Ends the engine's side of the transport. */
  cut(): Promise<void>
  close(): Promise<void>
}

type Transport = (engine: Engine, dataFolder: string) => Promise<Connected>

const transports: Record<string, Transport> = {
  'HTTP on loopback': (engine, folder) =>
    overHttp(engine, folder, ({ uiUrl, token }) => ({ port: Number(new URL(uiUrl ?? '').port), token })),
  'HTTP on the local socket': (engine, folder) =>
    overHttp(engine, folder, ({ socketPath, token }) => ({ socketPath, token })),
  'IPC on a message channel': overIpc,
}

describe.each(Object.entries(transports))('%s', (_name, connect) => {
  let folder: string
  let log: RotatingLog
  let engine: Engine
  let side: Connected

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'conformance-'))
    log = openLog(folder)
    engine = await startEngine({ dataFolder: folder, receiver: { port: 0 }, log })
    side = await connect(engine, folder)
  })

  afterEach(async () => {
    await side.close()
    await engine.close()
    await log.close()
    await rm(folder, { recursive: true })
  })

  test('answers a call with what the contract promises, defaults filled in', async () => {
    await post('/a', '{}')
    const page = await side.call('captures.list', {})
    expect(page.captures).toMatchObject([{ method: 'POST', target: '/a', endpoint: 'default', bodySize: 2 }])
    expect(page.next).toBeNull()
    expect((await side.call('engine.state', {})).receiver.port).toBe(engine.state().receiver.port)
  })

  test('carries text of every kind unharmed', async () => {
    await post('/a', 'x')
    const [capture] = (await side.call('captures.list', {})).captures
    const note = `“é” \u0000 \ud83e\ude9d \u2028 </script> ${'long '.repeat(10_000)}`
    await side.call('captures.setNote', { id: capture?.id ?? '', note })
    expect((await side.call('captures.get', { id: capture?.id ?? '' })).note).toBe(note)
  })

  test('answers what cannot be done with its kind and a sentence', async () => {
    await expect(side.call('endpoints.rename', { slug: 'nobody', name: 'N' })).rejects.toMatchObject({
      name: 'AppError',
      kind: 'not-found',
    })
    await side.call('endpoints.add', { slug: 'stripe', name: 'Stripe' })
    await expect(side.call('endpoints.add', { slug: 'stripe', name: 'Stripe' })).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('stripe'),
    })
  })

  test('refuses input that the contract does not allow, and names it', async () => {
    for (const input of [{ limit: 501 }, { limit: '5' }, [], 'x', 3, null]) {
      await expect(side.callRaw('captures.list', input)).rejects.toMatchObject({ kind: 'invalid-input' })
    }
    await expect(side.callRaw('captures.list', { limit: 501 })).rejects.toMatchObject({
      message: expect.stringContaining('limit'),
    })
  })

  test('knows no calls beside the contract, not even those of every object', async () => {
    for (const channel of ['captures.none', 'toString', '__proto__', 'constructor', 'captures.list/x']) {
      await expect(side.callRaw(channel, {})).rejects.toMatchObject({ kind: 'not-found' })
    }
  })

  test('gives every one of many calls its own answer', async () => {
    const slugs = Array.from({ length: 100 }, (_, index) => `e${index}`)
    const added = await Promise.all(slugs.map((slug) => side.call('endpoints.add', { slug, name: `N ${slug}` })))
    expect(added.map((endpoint) => [endpoint.slug, endpoint.name])).toEqual(slugs.map((slug) => [slug, `N ${slug}`]))
  })

  test('tells every listener of what happens, until it leaves', async () => {
    const first: EngineEvent[] = []
    const second: EngineEvent[] = []
    const leave = await side.subscribe((event) => first.push(event))
    await side.subscribe((event) => second.push(event))
    await side.call('settings.set', { theme: 'dark' })
    await eventually(() => {
      expect(themes(first)).toEqual(['dark'])
      expect(themes(second)).toEqual(['dark'])
    })
    leave()
    await side.call('settings.set', { theme: 'light' })
    await eventually(() => expect(themes(second)).toEqual(['dark', 'light']))
    expect(themes(first)).toEqual(['dark'])
  })

  test('tells of captures in few events, without a gap, and misses none', async () => {
    const events: EngineEvent[] = []
    const { change } = await side.call('captures.list', {})
    await side.subscribe((event) => events.push(event))
    const began = performance.now()
    await Promise.all(Array.from({ length: 200 }, (_, index) => post(`/n/${index}`, 'x')))
    const last = (await side.call('captures.list', {})).change
    await eventually(() => expect(changes(events).at(-1)?.to).toBeGreaterThanOrEqual(last))
    const seconds = (performance.now() - began) / 1000

    const told = changes(events)
    expect(told.length).toBeLessThanOrEqual(Math.ceil(seconds * 20) + 1)
    let counter = change
    const seen = new Set<string>()
    for (const event of told) {
      expect(event.from).toBe(counter)
      counter = event.to
      for (const capture of event.captures) seen.add(capture.target ?? '')
    }
    expect(seen.size).toBe(200)
  })

  test('lets a listener that came late, or missed something, catch up by the counter', async () => {
    await post('/kept', 'x')
    await post('/deleted', 'x')
    const before = await side.call('captures.list', {})
    const gone = before.captures.find((capture) => capture.target === '/deleted')?.id ?? ''
    // This is told while the listener is not there.
    const missed: EngineEvent[] = []
    engine.subscribe((event) => missed.push(event))
    await post('/new', 'x')
    await side.call('captures.delete', { ids: [gone] })
    const { change } = await side.call('captures.list', {})
    await eventually(() => expect(changes(missed).at(-1)?.to).toBeGreaterThanOrEqual(change))

    const events: EngineEvent[] = []
    await side.subscribe((event) => events.push(event))
    await post('/last', 'x')
    await eventually(() => expect(changes(events).length).toBeGreaterThan(0))
    // What was on its way when it came may reach it as well.
    expect(changes(events)[0]?.from).toBeGreaterThanOrEqual(before.change)

    const rows = new Map(before.captures.map((capture) => [capture.id, capture]))
    let since = before.change
    for (let more = true; more; ) {
      const page = await side.call('captures.changes', { since, limit: 1 })
      expect(page.reset).toBe(false)
      for (const id of page.deletedIds) rows.delete(id)
      for (const capture of page.captures) rows.set(capture.id, capture)
      ;({ change: since, more } = page)
    }
    expect([...rows.values()].map((capture) => capture.target).sort()).toEqual(['/kept', '/last', '/new'])
  })

  test('says that the engine is away when the transport is cut', async () => {
    await side.cut()
    await expect(side.call('captures.list', {})).rejects.toMatchObject({ kind: 'unavailable' })
  })

  async function post(path: string, body: string): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${engine.state().receiver.port}${path}`, { method: 'POST', body })
    expect(response.status).toBe(200)
    await response.arrayBuffer()
  }
})

function changes(events: readonly EngineEvent[]): EngineEventOf<'captures.changed'>[] {
  return events.filter((event) => event.event === 'captures.changed')
}

function themes(events: readonly EngineEvent[]): string[] {
  return events.flatMap((event) => (event.event === 'settings.changed' ? [event.settings.theme] : []))
}

async function overHttp(
  engine: Engine,
  dataFolder: string,
  addressOf: (control: ControlSide) => EngineAddress,
): Promise<Connected> {
  const control = await openControlSide({
    door: engine,
    reportFault,
    dataFolder,
    version: engine.state().version,
    receiverPort: engine.state().receiver.port,
    screen: { folder: dataFolder, port: 0, exactPort: true },
  })
  const client = connectEngine(addressOf(control))
  const all = new AbortController()
  return {
    call: client.call,
    callRaw: (channel, input) => client.call(channel as Channel, input as CallInput<Channel>),
    async subscribe(listener) {
      const own = new AbortController()
      const events = await client.events(AbortSignal.any([own.signal, all.signal]))
      void (async () => {
        for await (const event of events) listener(event)
      })()
      return () => own.abort()
    },
    cut: () => control.close(),
    async close() {
      all.abort()
      await control.close()
    },
  }
}

async function overIpc(engine: Engine): Promise<Connected> {
  const { port1, port2 } = new MessageChannel()
  serveIpc(engine, channelEnd(port1), reportFault)
  const client = createIpcClient(channelEnd(port2))
  const close = async (): Promise<void> => {
    port1.close()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    call: async (channel, input) => unwrapReply(channel, await client.call(channel, input)),
    callRaw: async (channel, input) => unwrapReply(channel as Channel, await client.call(channel, input)),
    subscribe: async (listener) => client.subscribe(listener),
    cut: close,
    close,
  }
}

/** Structured clones, as between processes. */
function channelEnd(port: MessagePort): MessageChannelEnd {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.once('close', listener),
  }
}

function reportFault(channel: string, error: unknown): void {
  if (!(error instanceof AppError)) throw new Error(`${channel} failed`, { cause: error })
}
