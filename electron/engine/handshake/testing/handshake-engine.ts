import http from 'node:http'
import net from 'node:net'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { EndpointSigningChange } from '../../../../shared/endpoint/endpoint-signing.ts'
import { startTestEngine, type TestEngine, until } from '../../testing/test-engine.ts'
import { SECRET } from './signed-questions.ts'

/** What an endpoint answers to whatever is no handshake. */
export const OWN_ANSWER = '{"ok":true}'

export interface Asked {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A real engine for the tests of one file, which is asked over real sockets and forgets its captures after each test. */
export function handshakeEngine() {
  let engine: TestEngine
  let endpoints = 0

  beforeAll(async () => {
    engine = await startTestEngine()
  })

  afterAll(() => engine.close())

  afterEach(async () => {
    await engine.handlers['captures.clear']({ includePinned: true })
  })

  async function endpoint(signing: EndpointSigningChange = {}): Promise<string> {
    const slug = `e${++endpoints}`
    await engine.handlers['endpoints.add']({ slug, name: slug })
    await engine.handlers['endpoints.setSigning']({ slug, signing })
    return slug
  }

  async function secret(
    slug: string,
    value = SECRET,
    kind: 'secret' | 'verify-token' | 'public-key' = 'secret',
    keyId: string | null = null,
    provider: string | null = null,
  ): Promise<void> {
    await engine.handlers['secrets.add']({
      endpoint: slug,
      name: kind,
      kind,
      value,
      keyId,
      audience: null,
      provider,
    })
  }

  function ask(slug: string, { method = 'POST', path = '', headers = {}, body }: Asked): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const options = { method, headers: { 'Content-Type': 'application/json', ...headers } }
      const request = http.request(`http://127.0.0.1:${engine.port}/${slug}${path}`, options, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString(),
          }),
        )
      })
      request.on('error', reject).end(body)
    })
  }

  /** Bytes on a socket, and all that comes back until it is closed. */
  function raw(bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const pieces: Buffer[] = []
      const socket = net.connect(engine.port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
      socket.on('data', (piece) => pieces.push(piece))
      socket.on('close', () => resolve(Buffer.concat(pieces).toString('latin1')))
      socket.on('error', reject)
    })
  }

  /** The newest capture, once it is marked: that is written behind the answer. */
  function marked() {
    return until(async () => {
      const capture = await newest()
      return capture.handshake === null ? null : capture
    })
  }

  /** Why the newest capture, a handshake, was not answered. */
  async function refusal(): Promise<string | null> {
    return (await engine.handlers['captures.get']({ id: (await marked()).id })).handshakeRefusal
  }

  async function newest() {
    const { captures } = await engine.handlers['captures.list']({ limit: 1 })
    if (captures[0] === undefined) throw new Error('No capture')
    return captures[0]
  }

  return {
    /** Once the tests run. */
    handlers: () => engine.handlers,
    endpoint,
    secret,
    ask,
    raw,
    marked,
    refusal,
    newest,
  }
}

/** No browser takes it for a page, and it is short. */
export function expectHarmless({ headers, body }: Answered): void {
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['content-type'] ?? '').toMatch(/^(text\/plain|application\/json|$)/)
  expect(body.length).toBeLessThanOrEqual(1100)
}
