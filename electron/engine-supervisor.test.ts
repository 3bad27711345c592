import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EngineEvent } from '../shared/contract/events.ts'
import { type EngineStatus, type EngineSupervisor, superviseEngine } from './engine-supervisor.ts'
import { launchUnderNode } from './engine-under-node.ts'

// The smallest process that behaves like an engine: real processes, real pipes, real deaths.
const ENGINE = `
process.send({ kind: 'ready', socketPath: '/s' + process.pid, token: 't' })
process.send({ kind: 'event', event: { event: 'targets.changed' } })
process.on('message', (message) => {
  if (message.kind === 'stop') process.exit(0)
  if (message.kind !== 'call') return
  if (message.channel === 'hang') return
  if (message.channel === 'die') process.exit(7)
  process.send({ kind: 'reply', id: message.id, reply: { ok: true, value: { pid: process.pid, input: message.input } } })
})
process.on('disconnect', () => process.exit(0))
`
const CANNOT_START = `
process.send({ kind: 'failed', error: { kind: 'conflict', message: 'The data folder is held.' } })
process.on('message', (message) => message.kind === 'stop' && process.exit(1))
`
const STUBBORN = `
process.send({ kind: 'ready', socketPath: '/s', token: 't' })
setInterval(() => {}, 1000)
`

let folder: string
let engine: EngineSupervisor
let launches: number
const statuses: EngineStatus[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supervisor-'))
  launches = 0
  statuses.length = 0
})

afterEach(async () => {
  await engine.stop()
  await rm(folder, { recursive: true })
})

async function supervise(source: string): Promise<void> {
  const entry = join(folder, 'engine.mjs')
  await writeFile(entry, source)
  engine = superviseEngine(() => {
    launches++
    return launchUnderNode(process.execPath, { entry, args: [] })
  })
  engine.onStatus((status) => statuses.push(status))
}

test('holds a call back until the engine is up', async () => {
  await supervise(ENGINE)
  const call = engine.call('echo', { when: new Date(0) })
  engine.start()
  expect(await call).toMatchObject({ ok: true, value: { input: { when: new Date(0) } } })
  expect(statuses.map((status) => status.kind)).toEqual(['up'])
})

test('starts an engine that died again, and passes on what the new one tells', async () => {
  await supervise(ENGINE)
  const events: EngineEvent[] = []
  engine.subscribe((event) => events.push(event))
  engine.start()
  const first = await pidOf()
  process.kill(first, 'SIGKILL')
  await vi.waitFor(async () => {
    const reply = await engine.call('echo', {})
    expect(reply.ok && (reply.value as { pid: number }).pid).not.toBe(first)
    expect(reply.ok).toBe(true)
  })
  await vi.waitFor(() => expect(events).toHaveLength(2))
  expect(statuses.map((status) => status.kind)).toEqual(['up', 'restarting', 'up'])
})

test('answers a call that was under way when the engine died', async () => {
  await supervise(ENGINE)
  engine.start()
  await pidOf()
  const hanging = engine.call('hang', {})
  const dying = engine.call('die', {})
  expect(await hanging).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
  expect(await dying).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
})

test('gives up after five restarts in a minute, says why, and starts anew when asked', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    await supervise('process.exit(9)')
    engine.start()
    while (engine.status().kind !== 'given-up') {
      await new Promise((resolve) => setImmediate(resolve))
      vi.advanceTimersByTime(100)
    }
  } finally {
    vi.useRealTimers()
  }
  expect(launches).toBe(6)
  const reply = await engine.call('echo', {})
  expect(reply).toMatchObject({ ok: false, error: { kind: 'unavailable' } })
  expect(!reply.ok && reply.error.message).toContain('ended with code 9')

  await writeFile(join(folder, 'engine.mjs'), ENGINE)
  engine.start()
  await vi.waitFor(async () => expect((await engine.call('echo', {})).ok).toBe(true))
})

test('does not try again when an engine says that it cannot start', async () => {
  await supervise(CANNOT_START)
  engine.start()
  const reply = await engine.call('echo', {})
  expect(reply).toEqual({ ok: false, error: { kind: 'conflict', message: 'The data folder is held.' } })
  expect(engine.status()).toMatchObject({ kind: 'given-up', first: true })
  expect(launches).toBe(1)
})

test('says so when there is nothing to start it with', async () => {
  engine = superviseEngine(() => launchUnderNode(join(folder, 'no-node'), { entry: 'x', args: [] }))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    engine.start()
    while (engine.status().kind !== 'given-up') {
      await new Promise((resolve) => setImmediate(resolve))
      vi.advanceTimersByTime(100)
    }
  } finally {
    vi.useRealTimers()
  }
  const status = engine.status()
  expect(status.kind === 'given-up' && status.error.message).toContain('could not be started')
})

test('stops the engine and leaves it stopped', async () => {
  await supervise(ENGINE)
  engine.start()
  const pid = await pidOf()
  await engine.stop()
  expect(() => process.kill(pid, 0)).toThrow()
  expect(launches).toBe(1)
  expect(await engine.call('echo', {})).toMatchObject({ ok: false, error: { message: 'Hookbench is closing.' } })
})

test('kills an engine that does not end when asked', async () => {
  await supervise(STUBBORN)
  engine.start()
  await vi.waitFor(() => expect(engine.status().kind).toBe('up'))
  await engine.stop()
  expect(engine.status().kind).toBe('stopped')
})

async function pidOf(): Promise<number> {
  const reply = await engine.call('echo', {})
  if (!reply.ok) throw new Error(reply.error.message)
  return (reply.value as { pid: number }).pid
}
