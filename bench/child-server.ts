import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ChildServer {
  readonly port: number
  /** The screen's URL with its token, where there is one. */
  readonly ui: string | null
  /** Resident memory in bytes. */
  rss(): number
  stop(): Promise<void>
}

/** A bare `node:http` server that reads the body and answers: the most that can be asked for. */
export function startBareServer(): Promise<ChildServer> {
  return start([script('bare-server.ts')])
}

/** The product's engine as `hookbench serve` runs it. */
export function startEngineServer(dataFolder: string): Promise<ChildServer> {
  const serve = ['serve', '--json', '--no-open', '--port', '0', '--ui-port', '0', '--data', dataFolder]
  return start([script('../electron/cli/main.ts'), ...serve])
}

async function start(args: string[]): Promise<ChildServer> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  // What else is printed, a line a capture, is read past as a pipe's reader would.
  lines.close()
  child.stdout.resume()
  const { receiver, ui } = JSON.parse(line) as { receiver: string; ui?: string }
  return {
    port: Number(new URL(receiver).port),
    ui: ui ?? null,
    rss: () => residentBytes(child),
    stop: () => stop(child),
  }
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
