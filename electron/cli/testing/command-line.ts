import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect } from 'vitest'
import { runCommand } from './run-command.ts'
import type { Ended } from './run-hookbench.ts'

/** Five bytes that are text in no charset. */
export const BODY = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x41])

/** What a command with `--json` prints. */
export async function jsonLines(args: string[]): Promise<Array<Record<string, unknown>>> {
  const { code, stdout, stderr } = await runCommand(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
}

export function parseLine({ stdout }: Ended): Record<string, unknown> {
  return JSON.parse(stdout.toString()) as Record<string, unknown>
}

export function expectOneLine(text: string): void {
  expect(text).toMatch(/^hookbench: [^\n]+\n$/)
}

export function post(origin: string, target: string, body: string | Buffer = 'hello'): Promise<Response> {
  return fetch(origin + target, { method: 'POST', body })
}

/** Sends bytes as they are and waits for the answer's first line. */
export async function sendRaw(origin: string, bytes: Buffer): Promise<void> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  await once(socket, 'data')
  socket.destroy()
}

export async function listenSomewhere() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}
