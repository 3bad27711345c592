import { randomFill } from 'node:crypto'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { headerValue, pairsFromFlat } from '../../../../shared/http/header-pairs.ts'
import type { KnownBody, KnownRequest } from './known-request.ts'
import { type Arrived, asSent, type Finding, ITEM_MS, type Trial } from './trial.ts'

const TRAILER = 'X-Hookbench-Trailer'
const SLOW = { pieces: 6, pauseMs: 600 }

export const BODY_TRIALS: ReadonlyArray<Trial> = [
  trial('binary-body', 'application/octet-stream', () => ({ kind: 'whole', bytes: everyByte() }), asSent),
  {
    id: 'gzip-body',
    timeoutMs: ITEM_MS,
    requests: async (path) => {
      const { headers, ...rest } = request(path, 'application/json', {
        kind: 'whole',
        bytes: gzipSync('{"compressed":true}'),
      })
      return [{ ...rest, headers: [...headers, ['Content-Encoding', 'gzip']] }]
    },
    judge: judgeGzip,
  },
  trial('chunked-body', 'text/plain', () => chunked([]), judgeChunked),
  trial('trailers', 'text/plain', () => chunked([[TRAILER, 'after the body']]), judgeTrailers),
  trial(
    'slow-body',
    'text/plain',
    () => ({ kind: 'slow', pieces: numbered(SLOW.pieces), pauseMs: SLOW.pauseMs }),
    asSent,
  ),
  {
    id: 'twenty-at-once',
    timeoutMs: ITEM_MS * 2,
    requests: async (path) => numbered(20).map((bytes) => request(path, 'text/plain', { kind: 'whole', bytes })),
    judge: asSent,
  },
]

/** Largest last: where one is refused, a larger one is too. */
export const LARGE_BODY_TRIALS: ReadonlyArray<Trial> = [
  large('body-1-mb', 1_000_000, 30_000),
  large('body-5-mb', 5_000_000, 60_000),
  large('body-20-mb', 20_000_000, 180_000),
]

function trial(id: Trial['id'], type: string, body: () => KnownBody, judge: Trial['judge']): Trial {
  return { id, timeoutMs: ITEM_MS, requests: async (path) => [request(path, type, body())], judge }
}

function large(id: Trial['id'], size: number, timeoutMs: number): Trial {
  const requests = async (path: string) => {
    // Random, so that nothing on the way can make it smaller; filled in another thread, since it takes a while.
    const bytes = Buffer.allocUnsafeSlow(size)
    await promisify<Buffer, unknown>(randomFill)(bytes)
    return [request(path, 'application/octet-stream', { kind: 'whole', bytes })]
  }
  return { id, timeoutMs, requests, judge: asSent }
}

function request(path: string, type: string, body: KnownBody): KnownRequest {
  return { method: 'POST', path, headers: [['Content-Type', type]], body }
}

/** All bytes in order, then what would not survive being read as text: lone surrogates, cut sequences, CR, LF and NUL. */
function everyByte(): Uint8Array {
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  return Buffer.from([...all, 0xed, 0xa0, 0x80, 0xc3, 0x28, 0xff, 0xfe, 0x0d, 0x0a, 0x0d, 0x00, 0x1a, ...all.reverse()])
}

function numbered(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => Buffer.from(`piece ${index + 1} of ${count}\n`.repeat(60)))
}

function chunked(trailers: Extract<KnownBody, { kind: 'chunked' }>['trailers']): KnownBody {
  return { kind: 'chunked', chunks: [Buffer.from('a'), Buffer.alloc(1000, 'b'), Buffer.alloc(5000, 'c')], trailers }
}

function judgeGzip({ arrival }: Arrived): Finding | null {
  const encoding = headerValue(pairsFromFlat(arrival.headers), 'content-encoding') ?? null
  if (encoding === 'gzip') return null
  return {
    how: 'Content-Encoding is taken away or changed.',
    changes: [{ what: 'Content-Encoding', sent: 'gzip', arrived: encoding }],
  }
}

function judgeChunked({ arrival }: Arrived): Finding | null {
  const headers = pairsFromFlat(arrival.headers)
  if (headerValue(headers, 'transfer-encoding')?.toLowerCase() === 'chunked') return null
  const length = headerValue(headers, 'content-length')
  return {
    how: 'It arrives whole instead of in chunks, with the same bytes.',
    changes: [
      {
        what: 'framing',
        sent: 'Transfer-Encoding: chunked',
        arrived: length === undefined ? null : `Content-Length: ${length}`,
      },
    ],
  }
}

function judgeTrailers({ arrival }: Arrived): Finding | null {
  const value = headerValue(pairsFromFlat(arrival.trailers), TRAILER) ?? null
  if (value === 'after the body') return null
  return { how: 'Trailers are lost.', changes: [{ what: TRAILER, sent: 'after the body', arrived: value }] }
}
