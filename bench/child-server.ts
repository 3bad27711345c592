import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { engineEnvironment } from '../electron/engine-environment.ts'
import { ENGINE_NODE_FLAGS } from '../electron/engine-node-flags.ts'

export interface ChildServer {
  readonly port: number
  /** The screen's URL with its token, where there is one. */
  readonly ui: string | null
  /** Resident memory in bytes. */
  rss(): number
  /** Resolves once it has nothing left to do behind its answers, or after 20 s. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** A bare `node:http` server that reads the body and answers: the most that can be asked for. */
export function startBareServer(): Promise<ChildServer> {
  return start([script('bare-server.ts')])
}

/** The product's engine, built, as `hookbench serve` runs it. Without `--json`, which prints a line for every capture. */
export function startEngineServer(dataFolder: string, more: ReadonlyArray<string> = []): Promise<ChildServer> {
  const serve = ['serve', '--no-open', '--port', '0', '--ui-port', '0', '--data', dataFolder, ...more]
  return start([...ENGINE_NODE_FLAGS, script('../dist/electron/cli.js'), ...serve])
}

/** Starts a server and reads its URLs off its output: the first is the receiver's, one with a token the screen's. */
async function start(args: string[]): Promise<ChildServer> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: engineEnvironment(process.env),
  })
  const isEngine = args.includes('serve')
  let receiver: string | null = null
  let ui: string | null = null
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0]
    if (url?.includes('#token=')) ui = url
    else if (url !== undefined) receiver ??= url
    if (receiver !== null && (ui !== null || !isEngine)) break
  }
  child.stdout.resume()
  if (receiver === null) throw new Error(`${args.join(' ')} did not say where it listens`)
  return {
    port: Number(new URL(receiver).port),
    ui,
    rss: () => residentBytes(child),
    settled: () => settled(child),
    stop: () => stop(child),
  }
}

const LOOK_MS = 250
/** Of one processor. */
const IDLE_SHARE = 0.05

async function settled(child: ChildProcess): Promise<void> {
  for (let looks = 0; looks < 80; looks++) {
    const before = processorMs(child)
    await sleep(LOOK_MS)
    if (processorMs(child) - before < LOOK_MS * IDLE_SHARE) return
  }
}

/** Time on processors so far: of all threads, in and out of the kernel, which counts it in hundredths of a second. */
function processorMs({ pid }: ChildProcess): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) * 10
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

function residentBytes(child: ChildProcess): number {
  const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}
