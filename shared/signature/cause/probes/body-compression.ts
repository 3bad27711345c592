import { contentEncoding } from '../../../http/content-encoding.ts'
import type { CompressionName } from '../diagnosis-context.ts'
import { PARSED_BYTES, type Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { signedBody } from './proven-body.ts'

/** A proxy that compressed the body or decompressed it. */
export const bodyDecompressed: Probe = {
  about: 'the body compressed on its way',
  parses: true,
  applies: ({ covers, context, request }) =>
    covers.body && context.codecs !== undefined && likelyCodings(request).length > 0,
  *hypotheses(subject) {
    for (const coding of likelyCodings(subject.request)) {
      const body = subject.context.codecs?.decompress(subject.request.body, coding, PARSED_BYTES) ?? null
      if (body === null) continue
      yield signedBody(subject, body, {
        code: 'body-compressed',
        sentence: `The body was compressed (${coding}) after it was signed.`,
        nextStep: 'Verify the body after it is decompressed: the signature belongs to what the sender wrote.',
      })
    }
  },
}

export const bodyCompressed: Probe = {
  about: 'the body decompressed on its way',
  parses: true,
  applies: ({ covers, context, request }) => covers.body && context.codecs !== undefined && request.body.length > 0,
  *hypotheses(subject) {
    for (const coding of ['gzip', 'deflate'] as const) {
      for (const body of subject.context.codecs?.compress(subject.request.body, coding) ?? []) {
        yield signedBody(subject, body, {
          code: 'body-decompressed',
          sentence: `The body was signed compressed (${coding}), and decompressed on its way.`,
          nextStep: 'Verify the bytes as they were sent, before anything decompresses them.',
        })
      }
    }
  },
}

/** By its first bytes; brotli has none, and is tried where a header names it. */
function likelyCodings({ body, headers }: Subject['request']): CompressionName[] {
  const [first, second, third, fourth] = body
  if (first === 0x1f && second === 0x8b) return ['gzip']
  if (first === 0x28 && second === 0xb5 && third === 0x2f && fourth === 0xfd) return ['zstd']
  const named = contentEncoding(headers) ?? ''
  if (named.includes('br')) return ['br']
  return first === 0x78 || named.includes('deflate') ? ['deflate'] : []
}
