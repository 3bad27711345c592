import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import type { GithubWebhook } from './github-examples.ts'

export interface Sent {
  readonly status: number
  readonly headers: ReadonlyArray<string>
  readonly body: string
}

export interface SendOptions {
  readonly method?: string
  /** Sent in this order and case. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
}

/** Sends a request as it is told, where `fetch` would put headers of its own into it. */
export async function send(url: string, { method = 'POST', headers = {}, body = '' }: SendOptions = {}): Promise<Sent> {
  const outgoing = request(url, {
    method,
    headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
    agent: false,
  })
  outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const pieces: Buffer[] = []
  for await (const piece of response) pieces.push(piece as Buffer)
  return {
    status: response.statusCode ?? 0,
    headers: response.rawHeaders,
    body: Buffer.concat(pieces).toString('utf8'),
  }
}

export function sendJson(url: string, value: unknown, headers: Record<string, string> = {}): Promise<Sent> {
  return send(url, { headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(value) })
}

export function sendGithub(url: string, { headers, body }: GithubWebhook): Promise<Sent> {
  return send(url, { headers, body })
}

/** Sends bytes that need not be HTTP, and reads what comes back until the other side closes. */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port) })
  socket.end(bytes, 'latin1')
  const pieces: Buffer[] = []
  for await (const piece of socket) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('latin1')
}
