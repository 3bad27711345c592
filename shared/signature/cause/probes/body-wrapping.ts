import { bytesFromLatin1, latin1FromBytes } from '../../../http/latin1.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { signedBody } from './proven-body.ts'

/** A body that was lost, or that the sender forgot to sign. Costs next to nothing, however long the body is. */
export const bodyEmpty: Probe = {
  about: 'an empty body that was signed, or empty JSON that was dropped',
  applies: ({ covers }) => covers.body,
  *hypotheses(subject) {
    if (subject.request.body.length > 0) {
      yield signedBody(subject, new Uint8Array(0), {
        code: 'body-empty-when-signed',
        sentence: 'The signature belongs to an empty body, and the request has one that is not.',
        nextStep: 'Look at how the sender signs: it computes the signature before the body is set, or over nothing.',
      })
      return
    }
    for (const text of ['{}', 'null', '[]', '""', '{}\n', 'undefined', '[object Object]']) {
      yield lost(subject, subject.crypto.utf8(text), text.trim())
    }
    for (const body of subject.context.examples ?? []) yield lost(subject, body, 'the body of another capture')
  },
}

function lost(subject: Subject, body: Uint8Array, what: string): Hypothesis {
  return signedBody(subject, body, {
    code: 'body-lost',
    sentence: `The body was lost after it was signed: the signature belongs to ${what}.`,
    nextStep:
      'Find what drops the body between the sender and here: a redirect, or a proxy that leaves out empty JSON.',
  })
}

/** A body that was wrapped into something else, as gateways do. */
export const bodyWrapping: Probe = {
  about: 'base64, a body inside a JSON text and HTML entities',
  parses: true,
  applies: ({ covers, request }) => covers.body && request.body.length > 0,
  *hypotheses(subject) {
    const { crypto, request } = subject
    const { body } = request
    const latin1 = latin1FromBytes(body)
    for (const coding of ['base64', 'base64url'] as const) {
      const bytes = crypto.decode(latin1.trim(), coding)
      if (bytes !== null) yield signedBody(subject, bytes, BASE64_ADDED)
    }
    yield signedBody(subject, bytesFromLatin1(crypto.encode(body, 'base64')), BASE64_LOST)
    const text = crypto.text(body)
    const inner = textInside(text)
    if (inner !== null) yield signedBody(subject, crypto.utf8(inner), STRING_ADDED)
    yield signedBody(subject, crypto.utf8(JSON.stringify(text)), STRING_LOST)
    const plain = withoutEntities(text)
    if (plain !== text) yield signedBody(subject, crypto.utf8(plain), ENTITIES)
  },
}

const BASE64_ADDED = {
  code: 'body-base64',
  sentence: 'The body was encoded in base64 after it was signed.',
  nextStep: 'Decode the body from base64 before you verify it; API gateways hand binary bodies over like this.',
} as const
const BASE64_LOST = {
  code: 'body-base64',
  sentence: 'The body was signed as base64 and decoded afterwards.',
  nextStep: 'Verify the body as it was sent, before anything decodes it.',
} as const
const STRING_ADDED = {
  code: 'body-json-string',
  sentence: 'The body was put into a JSON text after it was signed.',
  nextStep: 'Look for a JSON.stringify too many between the sender and here.',
} as const
const STRING_LOST = {
  code: 'body-json-string',
  sentence: 'The body was signed as a JSON text and unpacked afterwards.',
  nextStep: 'Look for a JSON.parse too many between the sender and here.',
} as const
const ENTITIES = {
  code: 'body-html-escaped',
  sentence: 'Characters of the body were replaced by HTML entities after it was signed.',
  nextStep: 'Find the filter that escapes HTML in request bodies, and keep it from this route.',
} as const

function textInside(text: string): string | null {
  if (!text.trimStart().startsWith('"')) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : null
  } catch {
    // Not a JSON text, so there is nothing inside.
    return null
  }
}

const ENTITY: Readonly<Record<string, string>> = {
  quot: '"',
  '#34': '"',
  '#39': "'",
  '#x27': "'",
  lt: '<',
  gt: '>',
  amp: '&',
}

function withoutEntities(text: string): string {
  return text.replace(/&(quot|#34|#39|#x27|lt|gt|amp);/g, (_, name: string) => ENTITY[name] ?? '')
}
