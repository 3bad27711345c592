import type { Reply } from '../../shared/contract/errors.ts'
import type { Connection, Link } from '../host.ts'
import { createLineSplitter } from './line-splitter.ts'
import { followNewerToken, takeToken } from './token.ts'

const HEARTBEAT_LIMIT_MS = 40_000
const FIRST_RETRY_MS = 250
const LAST_RETRY_MS = 5_000

/** A browser: everything over HTTP on the page's own origin, with the token as a header. */
export function createHttpLink(): Link {
  const token = takeToken()
  followNewerToken()

  function authorised(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    if (token) headers.set('X-Hookbench-Token', token)
    return fetch(path, { ...init, headers, cache: 'no-store' })
  }

  return {
    fetch: authorised,
    async call(channel, input): Promise<Reply<unknown>> {
      try {
        const response = await authorised(`/api/call/${channel}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(input),
        })
        return (await response.json()) as Reply<unknown>
      } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') throw error
        return {
          ok: false,
          error: {
            kind: 'unavailable',
            message: 'Hookbench does not answer. Check that it is still running, then try again.',
          },
        }
      }
    },
    start(onEvent, onConnection) {
      if (!token) return onConnection('refused')
      void followEvents(authorised, onEvent, onConnection)
    },
  }
}

/** Follows the event stream for as long as the page lives; only a refusal ends it. */
async function followEvents(
  authorised: Link['fetch'],
  onEvent: (event: unknown) => void,
  onConnection: (connection: Connection) => void,
): Promise<void> {
  for (let retryMs = FIRST_RETRY_MS; ; retryMs = Math.min(retryMs * 2, LAST_RETRY_MS)) {
    try {
      const opened = await readEvents(authorised, onEvent, onConnection)
      if (opened === 'refused') return onConnection('refused')
      retryMs = FIRST_RETRY_MS
    } catch {
      // Refused, cut or silent: all mean that the engine is away, and all are tried again.
    }
    onConnection('down')
    await new Promise((resolve) => setTimeout(resolve, retryMs))
  }
}

/** Resolves when the stream ends. Rejects if it cannot be opened, breaks, or stays silent past its heartbeat. */
async function readEvents(
  authorised: Link['fetch'],
  onEvent: (event: unknown) => void,
  onConnection: (connection: Connection) => void,
): Promise<'ended' | 'refused'> {
  const silence = new AbortController()
  let timer = setTimeout(() => silence.abort(), HEARTBEAT_LIMIT_MS)
  try {
    const response = await authorised('/api/events', { signal: silence.signal })
    if (response.status === 401 || response.status === 403) return 'refused'
    if (!response.ok || !response.body) throw new Error(`The event stream was answered ${response.status}`)
    onConnection('up')
    const splitter = createLineSplitter()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return 'ended'
      clearTimeout(timer)
      timer = setTimeout(() => silence.abort(), HEARTBEAT_LIMIT_MS)
      for (const line of splitter.push(value)) onEvent(JSON.parse(line) as unknown)
    }
  } finally {
    clearTimeout(timer)
  }
}
