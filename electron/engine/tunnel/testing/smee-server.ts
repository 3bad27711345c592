import http from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * A smee server for tests: hands out channels, sends what is posted to one to whoever follows it, as an event with the
 * parsed headers, body and query, and tells the sender 200 whether anybody follows or not.
 */
export interface SmeeServer {
  readonly newChannelUrl: string
  channel(name: string): string
  /** How many follow the channel. */
  followers(name: string): number
  /** How often it was followed so far. */
  followed(name: string): number
  /** Sends an event to all who follow the channel, whatever it is. */
  send(name: string, data: string, event?: string): void
  ping(name: string): void
  /** Ends the streams; who follows may connect again. */
  endStreams(): void
  /** Answers everything with this status; null: as usual again. */
  fail(status: number | null): void
  kill(): Promise<void>
  restart(): Promise<void>
}

/** Gone when the test ends. */
export async function startSmeeServer(): Promise<SmeeServer> {
  const streams = new Map<string, Set<http.ServerResponse>>()
  const followed = new Map<string, number>()
  let failing: number | null = null
  let channels = 0
  let id = 0

  const send = (name: string, data: string, event?: string): void => {
    const type = event === undefined ? '' : `event: ${event}\n`
    for (const stream of streams.get(name) ?? []) stream.write(`id: ${id++}\n${type}data: ${data}\n\n`)
  }
  const follow = (name: string, response: http.ServerResponse): void => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', 'x-no-compression': 1 })
    const following = streams.get(name) ?? new Set()
    streams.set(name, following.add(response))
    followed.set(name, (followed.get(name) ?? 0) + 1)
    response.once('close', () => following.delete(response))
    response.write(`id: ${id++}\nevent: ready\ndata: {}\n\n`)
  }
  const take = async (name: string, url: URL, request: http.IncomingMessage, response: http.ServerResponse) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    const text = Buffer.concat(pieces).toString()
    const isForm = request.headers['content-type']?.includes('urlencoded') ?? false
    const body: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text)
    const query = Object.fromEntries(url.searchParams)
    send(name, JSON.stringify({ ...request.headers, body, query, timestamp: Date.now() }))
    response.writeHead(200).end()
  }

  const handle = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://smee')
    const name = url.pathname.slice(1)
    if (failing !== null) response.writeHead(failing).end()
    else if (name === 'new') {
      response.writeHead(307, { location: `http://${request.headers.host}/made-${++channels}` }).end()
    } else if (request.method === 'POST') {
      take(name, url, request, response).catch(() => response.writeHead(400).end())
    } else if (request.headers.accept === 'text/event-stream') follow(name, response)
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
  }

  let server = http.createServer(handle)
  let sockets = new Set<Socket>()
  const listen = async (port: number): Promise<void> => {
    server.on('connection', (socket) => sockets.add(socket))
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  }
  const kill = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    sockets = new Set()
    await closed
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  onTestFinished(kill)
  return {
    newChannelUrl: `http://127.0.0.1:${port}/new`,
    channel: (name) => `http://127.0.0.1:${port}/${name}`,
    followers: (name) => streams.get(name)?.size ?? 0,
    followed: (name) => followed.get(name) ?? 0,
    send,
    ping: (name) => send(name, '{}', 'ping'),
    endStreams() {
      for (const following of streams.values()) for (const stream of following) stream.end()
    },
    fail(status) {
      failing = status
    },
    kill,
    async restart() {
      server = http.createServer(handle)
      await listen(port)
    },
  }
}
