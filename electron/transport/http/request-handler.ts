import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { dispatch, type ReportFault } from '../../../shared/contract/dispatch.ts'
import { AppError, type CallError, type Reply } from '../../../shared/contract/errors.ts'
import type { EngineDoor } from '../../engine/engine-door.ts'
import { parseContentPath, parseExportPath } from '../content-path.ts'
import type { CallerCheck } from './caller-check.ts'
import { streamEvents } from './event-stream.ts'
import { readScreenFile, SECURITY_HEADERS } from './screen-file.ts'
import { serveContent } from './serve-content.ts'
import { serveExport } from './serve-export.ts'
import { uploadBytes } from './upload-bytes.ts'

/** Inputs of calls are small; edited bodies come as uploads. */
const CALL_BYTES = 8 * 1024 * 1024
const CALL_PREFIX = '/api/call/'

export interface RequestHandlerOptions {
  readonly door: EngineDoor
  readonly reportFault: ReportFault
  /** Asked for every request. */
  readonly checkCaller: CallerCheck
  /** Asked for everything but the screen's own files, which are no secret. */
  readonly checkToken: CallerCheck
  /** The built screen; null where none is served. */
  readonly screenFolder: string | null
}

/** The control side over HTTP: the same for a browser on loopback and for a command on the local socket. */
export function createRequestHandler(options: RequestHandlerOptions): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    handle(options, request, response).catch((error: unknown) => fail(options, request, response, error))
  }
}

async function handle(
  options: RequestHandlerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { door } = options
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  const refusal = options.checkCaller(request.headers)
  if (refusal) return answerError(request, response, refusal)
  if (!isControlPath(path)) return serveScreen(options, path, request, response)

  const stranger = options.checkToken(request.headers)
  if (stranger) return answerError(request, response, stranger)
  if (path.startsWith(CALL_PREFIX)) {
    if (request.method !== 'POST') return wrongMethod(request, response, 'POST')
    const channel = path.slice(CALL_PREFIX.length)
    // The reply says whether the call went well; the status, only whether it was carried.
    const reply = await dispatch(door.handlers, channel, await readJson(request), options.reportFault)
    return answerJson(response, 200, reply)
  }
  if (path === '/api/events') {
    if (request.method !== 'GET') return wrongMethod(request, response, 'GET')
    return streamEvents(door, response)
  }
  if (path === '/uploads') {
    if (request.method !== 'POST') return wrongMethod(request, response, 'POST')
    return answerJson(response, 200, await received(door.receiveUpload(uploadBytes(request))))
  }
  if (path === '/imports') {
    if (request.method !== 'POST') return wrongMethod(request, response, 'POST')
    return answerJson(response, 200, await received(door.receiveImport(uploadBytes(request))))
  }
  const exportId = parseExportPath(path)
  if (exportId !== null) {
    if (request.method !== 'GET') return wrongMethod(request, response, 'GET')
    const file = door.openExport(exportId)
    if (file !== null) return serveExport(file, response)
    return answerError(request, response, { kind: 'not-found', message: 'There is no such export. Start it again.' })
  }
  const ref = parseContentPath(path)
  if (ref === null)
    return answerError(request, response, { kind: 'not-found', message: `There is nothing at ${path}.` })
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod(request, response, 'GET, HEAD')
  const content = await door.openContent(ref)
  if (content === null) {
    return answerError(request, response, { kind: 'not-found', message: 'These bytes are no longer kept.' })
  }
  return serveContent(content, request, response)
}

function isControlPath(path: string): boolean {
  return /^\/(api|captures|deliveries|exports|imports|uploads)(\/|$)/.test(path)
}

async function serveScreen(
  options: RequestHandlerOptions,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod(request, response, 'GET, HEAD')
  const file = options.screenFolder === null ? null : await readScreenFile(options.screenFolder, path)
  if (file === null)
    return answerError(request, response, { kind: 'not-found', message: `There is nothing at ${path}.` })
  response.writeHead(200, { ...file.headers, 'content-length': file.bytes.length })
  response.end(request.method === 'HEAD' ? undefined : file.bytes)
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Uint8Array[] = []
  let size = 0
  // Whoever stops reading it half-way leaves the connection open for the answer.
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    size += piece.length
    if (size > CALL_BYTES) throw new TooLarge('A call carries at most 8 MiB. Send large bodies as uploads.')
    pieces.push(piece)
  }
  if (size === 0) return {}
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown
  } catch (error) {
    throw new AppError('invalid-input', 'The body of a call must be JSON.', { cause: error })
  }
}

async function received<Received>(receiving: Promise<Received>): Promise<Received> {
  try {
    return await receiving
  } catch (error) {
    // Bytes can be wrong only by being too many.
    if (error instanceof AppError && error.kind === 'invalid-input') throw new TooLarge(error.message, { cause: error })
    throw error
  }
}

class TooLarge extends AppError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-input', message, options)
  }
}

function fail(
  options: RequestHandlerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  // The reader went away, or bytes could not be read to the end: a cut answer is the only truth left to tell.
  if (response.headersSent || response.destroyed) {
    if (!isGone(error) && !(error instanceof AppError)) options.reportFault(request.url ?? '', error)
    response.destroy()
    return
  }
  if (error instanceof AppError) {
    const status = error instanceof TooLarge ? 413 : STATUS_OF[error.kind]
    answerError(request, response, { kind: error.kind, message: error.message }, status)
    return
  }
  if (isGone(error)) {
    response.destroy()
    return
  }
  options.reportFault(request.url ?? '', error)
  answerError(request, response, { kind: 'bug', message: 'This failed. The log says more; please report it.' })
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ECONNRESET' || code === 'EPIPE' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function wrongMethod(request: IncomingMessage, response: ServerResponse, allow: string): void {
  response.setHeader('allow', allow)
  answerError(request, response, { kind: 'invalid-input', message: `This address takes ${allow}.` }, 405)
}

function answerError(
  request: IncomingMessage,
  response: ServerResponse,
  error: CallError,
  status: number = STATUS_OF[error.kind],
): void {
  // An unread body is let through and dropped: closing on it would cost the caller this answer.
  request.resume()
  answerJson(response, status, { ok: false, error } satisfies Reply<never>)
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value))
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  })
  response.end(body)
}

const STATUS_OF = {
  'invalid-input': 400,
  'not-found': 404,
  conflict: 409,
  refused: 403,
  unavailable: 503,
  bug: 500,
} as const
