import { Readable } from 'node:stream'
import type { Session } from 'electron'
import { AppError, type CallError } from '../shared/contract/errors.ts'
import { answerAwake } from './awake-loop.ts'
import type { EngineSupervisor } from './engine-supervisor.ts'
import { isScreenUrl, SCREEN_ORIGIN, SCREEN_SCHEME } from './screen-origin.ts'
import { isBytesPath } from './transport/content-path.ts'
import { connectEngine } from './transport/http/client.ts'
import { readScreenFile, SECURITY_HEADERS } from './transport/http/screen-file.ts'

/** Serves the screen's files, and relays kept bytes and uploads between the page and the engine's local socket. */
export function serveScreenOrigin(session: Session, screenFolder: string, engine: EngineSupervisor): void {
  session.protocol.handle(SCREEN_SCHEME, (request) => answerAwake(() => answer(request, screenFolder, engine)))
}

async function answer(request: Request, screenFolder: string, engine: EngineSupervisor): Promise<Response> {
  const origin = request.headers.get('origin')
  if (!isScreenUrl(request.url) || (origin !== null && origin !== SCREEN_ORIGIN)) {
    return refusal(403, { kind: 'refused', message: 'Only the screen itself is answered here.' })
  }
  const { pathname } = new URL(request.url)
  try {
    if (isBytesPath(pathname)) return await relay(engine, request, pathname)
  } catch (error) {
    if (error instanceof AppError) return refusal(503, { kind: error.kind, message: error.message })
    throw error
  }
  const file = request.method === 'GET' ? await readScreenFile(screenFolder, pathname) : null
  if (file === null) return refusal(404, { kind: 'not-found', message: `There is nothing at ${pathname}.` })
  return new Response(new Uint8Array(file.bytes), { headers: file.headers })
}

async function relay(engine: EngineSupervisor, request: Request, path: string): Promise<Response> {
  const status = engine.status()
  if (status.kind !== 'up') {
    return refusal(503, { kind: 'unavailable', message: 'The engine is not running now. Try again in a moment.' })
  }
  const range = request.headers.get('range')
  const answer = await connectEngine(status).exchange({
    method: request.method,
    path,
    headers: range === null ? {} : { range },
    signal: request.signal,
    ...(request.body && { body: request.body as AsyncIterable<Uint8Array> }),
  })
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    if (typeof value === 'string' && !HOP_BY_HOP.has(name)) headers.set(name, value)
  }
  const hasBody = request.method !== 'HEAD' && answer.statusCode !== 204 && answer.statusCode !== 304
  if (!hasBody) answer.resume()
  // Node would otherwise count pieces, not bytes, and hold nearly all of a large body for a page that reads slowly.
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: BYTES_AHEAD })
  const body = hasBody ? (Readable.toWeb(answer, { strategy }) as ReadableStream<Uint8Array>) : null
  return new Response(body, { status: answer.statusCode ?? 502, headers })
}

const BYTES_AHEAD = 1024 * 1024
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date'])

function refusal(status: number, error: CallError): Response {
  return Response.json({ ok: false, error }, { status, headers: SECURITY_HEADERS })
}
