import type { HeaderPairs } from '../http/header-pairs.ts'
import type { CaptureState } from './capture.ts'

/** What of a capture its raw form is made from. */
export interface RawRequestSource {
  readonly state: CaptureState
  readonly method: string | null
  readonly target: string | null
  readonly httpVersion: string | null
  readonly headers: HeaderPairs
  readonly trailers: HeaderPairs
  readonly bodySize: number
}

/** A request as it may have looked on the wire; latin1, one character a byte. The body's bytes go in between. */
export interface RawRequest {
  /** Request line and headers, ending in the empty line. Empty for what the parser rejected. */
  readonly head: string
  /** Framing before and after the body; empty unless it came in chunks. A body that is not whole is left open. */
  readonly beforeBody: string
  readonly afterBody: string
  /** What is rebuilt rather than kept; sentences to show beside it. */
  readonly notes: ReadonlyArray<string>
}

/** Rebuilds a request from what is kept. Names, values, their order and the target are evidence; the rest is said in `notes`. */
export function rawRequest(capture: RawRequestSource): RawRequest {
  if (capture.method === null || capture.target === null) {
    const note =
      'This is the last packet before the parser gave up, as it came. It may start in the middle of a request.'
    return { head: '', beforeBody: '', afterBody: '', notes: [note] }
  }
  const chunked = isChunked(capture.headers)
  // The end of a body that is not whole was not seen, or stood somewhere else; to write one would be invented.
  const ended = capture.state === 'complete'
  return {
    head: `${capture.method} ${capture.target} HTTP/${capture.httpVersion ?? '1.1'}\r\n${lines(capture.headers)}\r\n`,
    beforeBody: chunked && capture.bodySize > 0 ? `${capture.bodySize.toString(16)}\r\n` : '',
    afterBody: chunked && ended ? `${capture.bodySize > 0 ? '\r\n' : ''}0\r\n${lines(capture.trailers)}\r\n` : '',
    notes: notes(capture, chunked),
  }
}

function notes(capture: RawRequestSource, chunked: boolean): string[] {
  return [
    'Rebuilt from what is kept: spaces around values and line ends may have been others.',
    ...(chunked ? ['The body came in chunks; it is shown as one, since where they were cut is not kept.'] : []),
    ...(chunked && capture.state !== 'complete'
      ? ['The last chunk, which ends a body, is not shown, since this body is not whole.']
      : []),
    ...(capture.state === 'truncated' ? ['The body was longer; it was cut at the limit.'] : []),
    ...(capture.state === 'incomplete' ? ['The request broke off; the body ends where it did.'] : []),
  ]
}

/** Chunked only if it is the last coding (RFC 9112, 6.1). */
function isChunked(headers: HeaderPairs): boolean {
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'transfer-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
  return codings.at(-1) === 'chunked'
}

function lines(pairs: HeaderPairs): string {
  return pairs.map(([name, value]) => `${name}: ${value}\r\n`).join('')
}
