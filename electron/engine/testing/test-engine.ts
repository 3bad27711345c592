import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { type Engine, type EngineOptions, startEngine } from '../engine.ts'
import type { ShownLog } from '../log/log.ts'

export interface TestEngine extends Engine {
  readonly dataFolder: string
  readonly port: number
  /** Lines that were logged, as `level message`. */
  readonly logged: string[]
}

/** A real engine on a temporary folder and a free port. */
export async function startTestEngine(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const dataFolder = options.dataFolder ?? temporaryFolder()
  const { log, logged } = memoryLog()
  const engine = await startEngine({ receiver: { port: 0 }, log, ...options, dataFolder })
  return { ...engine, dataFolder, port: engine.state().receiver.port, logged }
}

export function temporaryFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-test-'))
}

function memoryLog(): { log: ShownLog; logged: string[] } {
  const logged: string[] = []
  const log: ShownLog = {
    file: 'memory',
    tail: async (lines) => logged.slice(-lines),
    info: (message) => logged.push(`info ${message}`),
    warn: (message) => logged.push(`warn ${message}`),
    error: (message, error) => logged.push(`error ${message}: ${String(error)}`),
  }
  return { log, logged }
}

/** The newest captures, newest first, once there are at least so many and each has been answered or given up. */
export async function capturesOnceThere(engine: Engine, count: number): Promise<CaptureDetail[]> {
  return until(async () => {
    const { captures } = await engine.handlers['captures.list']({ limit: 500 })
    if (captures.length < count) return null
    const details = await Promise.all(captures.map(({ id }) => engine.handlers['captures.get']({ id })))
    const settled = details.every(
      ({ answer, reason, answeredMs }) => answer !== null || reason !== null || answeredMs !== null,
    )
    return settled ? details : null
  })
}

/** Asks again until there is an answer; fails after 10 s, unless told otherwise. */
export async function until<Value>(ask: () => Promise<Value | null> | Value | null, limitMs = 10_000): Promise<Value> {
  const deadline = Date.now() + limitMs
  for (;;) {
    const value = await ask()
    if (value !== null) return value
    if (Date.now() > deadline) throw new Error('The condition did not come true in time')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

export async function bodyOf(engine: Engine, id: string): Promise<Buffer> {
  const content = await engine.openContent({ kind: 'capture-body', id, decoded: false })
  if (content === null) throw new Error(`No body of ${id}`)
  const pieces: Uint8Array[] = []
  for await (const piece of content.read(0, content.size)) pieces.push(piece)
  return Buffer.concat(pieces)
}
