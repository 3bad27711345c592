import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { EngineState } from '../../../shared/engine/engine-state.ts'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export interface ServeChild {
  /** Of the engine itself. */
  readonly pid: number
  readonly receiver: string
  state(): Promise<EngineState>
  /** Resolves once the process has ended, with its exit code, or the signal that ended it. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>
}

/**
 * `hookbench serve` from source, in a process of its own; behind a wrapper such as strace, if one is given. `seenAt`:
 * where the data folder is from outside of that process, if it has a mount of its own.
 */
export async function serveChild(
  dataFolder: string,
  wrapper: ReadonlyArray<string> = [],
  seenAt: (pid: number) => string = () => dataFolder,
): Promise<ServeChild> {
  const serve = [
    process.execPath,
    MAIN,
    'serve',
    '--port',
    '0',
    '--ui-port',
    '0',
    '--no-open',
    '--json',
    '--data',
    dataFolder,
  ]
  const [command, ...args] = [...wrapper, ...serve] as [string, ...string[]]
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const closed = once(child, 'close')
  const running = () => child.exitCode === null && child.signalCode === null
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString()
  })
  const ready = Promise.withResolvers<{ receiver: string; ui: string }>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as { event: string; receiver: string; ui: string }
    if (event.event === 'ready') ready.resolve(event)
  })
  child.once('close', (code, signal) => ready.reject(new Error(`serve ended with ${code ?? signal}: ${said}`)))
  let pid = child.pid as number
  const end = async (signal: NodeJS.Signals): Promise<number | NodeJS.Signals> => {
    // The engine itself, not a wrapper, which ends with it.
    if (running()) process.kill(pid, signal)
    const [code, endedBy] = (await closed) as [number, null] | [null, NodeJS.Signals]
    return code ?? endedBy
  }
  onTestFinished(async () => {
    await end('SIGKILL')
  })
  const { receiver, ui } = await ready.promise
  pid = (JSON.parse(fs.readFileSync(path.join(seenAt(pid), 'control.json'), 'utf8')) as { pid: number }).pid
  const url = new URL(ui)
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? ''
  const call = async <Value>(channel: string): Promise<Value> => {
    const answer = await fetch(new URL(`/api/call/${channel}`, url.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Hookbench-Token': token },
      body: '{}',
    })
    const reply = (await answer.json()) as { ok: true; value: Value } | { ok: false; error: { message: string } }
    if (!reply.ok) throw new Error(reply.error.message)
    return reply.value
  }
  return {
    pid,
    receiver,
    state: () => call<EngineState>('engine.state'),
    end,
  }
}

export interface Answered {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Posts as a sender would; rejects when there is no whole answer. */
export function post(url: string, body: Uint8Array | string, agent?: http.Agent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      url,
      { method: 'POST', agent: agent ?? false, headers: { 'Content-Length': Buffer.byteLength(body) } },
      (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () =>
          response.complete
            ? resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(pieces).toString(),
              })
            : reject(new Error('The answer was cut off')),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}
