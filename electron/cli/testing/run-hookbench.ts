import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: Uint8Array | string
  readonly env?: NodeJS.ProcessEnv
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Starts the `hookbench` command from source, in a process of its own. */
export function spawnHookbench(args: ReadonlyArray<string>, env: NodeJS.ProcessEnv = {}): Child {
  // A developer's own folder, display and colours must not leak into tests.
  const { HOOKBENCH_DATA: _data, DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, FORCE_COLOR: _colour, ...rest } = process.env
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...rest, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  // A test that fails half-way must not leave a server behind.
  const kill = (): unknown => child.kill('SIGKILL')
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  return child
}

export async function runHookbench(args: ReadonlyArray<string>, { input, env }: RunOptions = {}): Promise<Ended> {
  const child = spawnHookbench(args, env)
  child.stdin.end(input)
  const [stdout, stderr, [code, signal]] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ])
  return { code, signal, stdout, stderr: stderr.toString() }
}

export interface Serving {
  readonly child: Child
  readonly receiver: string
  /** With the token. */
  readonly ui: string
  /** Every line so far, parsed. */
  readonly events: ReadonlyArray<Record<string, unknown>>
  stderr(): string
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** `hookbench serve --json`, ready to receive; on free ports unless other arguments are given. */
export async function startServing(dataFolder: string, args = ['--port', '0', '--ui-port', '0']): Promise<Serving> {
  const child = spawnHookbench(['serve', '--data', dataFolder, '--json', ...args])
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const events: Array<Record<string, unknown>> = []
  let stderr = ''
  child.stderr.on('data', (piece: Buffer) => {
    stderr += piece.toString()
  })
  const ready = Promise.withResolvers<Record<string, unknown>>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as Record<string, unknown>
    events.push(event)
    if (event.event === 'ready') ready.resolve(event)
  })
  child.once('close', (code) => ready.reject(new Error(`serve ended with ${code}: ${stderr}`)))
  const { receiver, ui } = await ready.promise
  return {
    child,
    receiver: String(receiver),
    ui: String(ui),
    events,
    stderr: () => stderr,
    async stop(name = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(name)
      const [code, signal] = await closed
      return { code, signal }
    },
  }
}

async function readAll(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
