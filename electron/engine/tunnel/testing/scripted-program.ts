import fs from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** A real program on disk that prints what a test tells it to, and tells the test how it was started. */
export interface ScriptedProgram {
  readonly path: string
  /** The next time that it is started for more than its version. */
  started(): Promise<ScriptedRun>
}

export interface ScriptedRun {
  readonly pid: number
  readonly args: ReadonlyArray<string>
  readonly environment: Readonly<Record<string, string>>
  /** On its error output, as cloudflared does. */
  print(...lines: string[]): void
  exit(code: number): void
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>
}

/** Gone when the test ends. `version` is what `--version` prints. */
export async function scriptedProgram(version: string): Promise<ScriptedProgram> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-program-'))
  const runs: ScriptedRun[] = []
  const waiting: Array<(run: ScriptedRun) => void> = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    readRun(socket, (run) => {
      const next = waiting.shift()
      if (next === undefined) runs.push(run)
      else next(run)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
    fs.rmSync(folder, { recursive: true, force: true })
  })
  const file = path.join(folder, 'program')
  fs.writeFileSync(file, source(version, (server.address() as AddressInfo).port), { mode: 0o755 })
  return {
    path: file,
    started() {
      const run = runs.shift()
      return run === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(run)
    },
  }
}

function readRun(socket: Socket, onRun: (run: ScriptedRun) => void): void {
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  createInterface({ input: socket }).once('line', (line) => {
    const say = (message: object): void => {
      socket.write(`${JSON.stringify(message)}\n`)
    }
    onRun({
      ...(JSON.parse(line) as Pick<ScriptedRun, 'pid' | 'args' | 'environment'>),
      print: (...lines) => say({ print: lines.map((each) => `${each}\n`).join('') }),
      exit: (code) => say({ exit: code }),
      gone,
    })
  })
}

function source(version: string, port: number): string {
  return `#!${process.execPath}
const [, , ...args] = process.argv
if (args.includes('--version')) {
  console.log(${JSON.stringify(version)})
  process.exit()
}
const socket = require('node:net').connect(${port}, '127.0.0.1')
socket.write(JSON.stringify({ pid: process.pid, args, environment: process.env }) + '\\n')
require('node:readline').createInterface({ input: socket }).on('line', (line) => {
  const { print, exit } = JSON.parse(line)
  if (print !== undefined) process.stderr.write(print)
  if (exit !== undefined) process.exit(exit)
})
socket.on('close', () => process.exit())
`
}
