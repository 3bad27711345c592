import { joinBytes } from '../../../join-bytes.ts'
import type { CauseCode } from '../cause-codes.ts'
import type { Hypothesis } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { signedBody } from './proven-body.ts'

/** What editors, proxies and frameworks do to the beginning, the end and the line ends of a body. */
export const bodyEdges: Probe = {
  about: 'a newline, spaces or a byte order mark added to the body or lost, CRLF for LF and the reverse',
  applies: ({ covers }) => covers.body,
  hypotheses: edgeHypotheses,
}

interface Edge {
  readonly code: CauseCode
  readonly body: Uint8Array
  /** Said of the body. */
  readonly what: string
}

export function* edgeHypotheses(subject: Subject): Iterable<Hypothesis> {
  for (const edge of edges(subject.request.body)) {
    yield signedBody(subject, edge.body, {
      code: edge.code,
      sentence: `The body was changed after it was signed: ${edge.what}.`,
      nextStep: NEXT_STEP,
    })
  }
}

const NEXT_STEP =
  'Find what writes the body again between the sender and here (a proxy, a file saved by an editor, a shell), and send the bytes as they are.'

const LF = 0x0a
const CR = 0x0d
const BOM = [0xef, 0xbb, 0xbf]
const ADDED = 'a newline was added at its end'
const LOST = 'the newline at its end was lost'

function* edges(body: Uint8Array): Iterable<Edge> {
  const end = body.length
  const endsInLf = body[end - 1] === LF
  const endsInCrlf = endsInLf && body[end - 2] === CR
  if (endsInCrlf) yield { code: 'body-newline-added', body: body.subarray(0, end - 2), what: ADDED }
  if (endsInLf) yield { code: 'body-newline-added', body: body.subarray(0, end - 1), what: ADDED }
  if (end > 0) {
    yield { code: 'body-newline-lost', body: joinBytes([body, Uint8Array.of(LF)]), what: LOST }
    yield { code: 'body-newline-lost', body: joinBytes([body, Uint8Array.of(CR, LF)]), what: LOST }
  }
  const lines = withLineEnds(body)
  const single = lines.lf
  if (lines.hasCrlf) {
    yield { code: 'body-line-ends', body: single, what: 'its line ends became CRLF, and were LF' }
    if (single.at(-1) === LF) {
      yield {
        code: 'body-line-ends',
        body: single.subarray(0, -1),
        what: 'its line ends became CRLF, and one was added',
      }
    }
  }
  if (lines.hasBareLf) {
    const double = lines.crlf()
    yield { code: 'body-line-ends', body: double, what: 'its line ends became LF, and were CRLF' }
    yield {
      code: 'body-line-ends',
      body: joinBytes([double, Uint8Array.of(CR, LF)]),
      what: 'its line ends became LF, and the last was lost',
    }
  }
  if (BOM.every((byte, index) => body[index] === byte)) {
    yield { code: 'body-bom', body: body.subarray(3), what: 'a byte order mark was put before it' }
    const bare = trim(body.subarray(3))
    if (bare.length < end - 3) {
      yield {
        code: 'body-bom',
        body: bare,
        what: 'a byte order mark was put before it, and spaces or line ends around it',
      }
    }
  } else if (end > 0) {
    yield {
      code: 'body-bom',
      body: joinBytes([Uint8Array.from(BOM), body]),
      what: 'the byte order mark before it was lost',
    }
  }
  const trimmed = trim(body)
  if (trimmed.length < end) {
    yield { code: 'body-whitespace', body: trimmed, what: 'spaces or line ends were put around it' }
    if (trimmed.length > 0) {
      yield {
        code: 'body-whitespace',
        body: joinBytes([trimmed, Uint8Array.of(LF)]),
        what: 'spaces or line ends around it were changed',
      }
    }
  }
}

function withLineEnds(body: Uint8Array) {
  let crlf = 0
  let bare = 0
  for (let at = body.indexOf(LF); at !== -1; at = body.indexOf(LF, at + 1)) {
    if (body[at - 1] === CR) crlf++
    else bare++
  }
  return {
    hasCrlf: crlf > 0,
    hasBareLf: bare > 0,
    lf: crlf === 0 ? body : body.filter((byte, at) => byte !== CR || body[at + 1] !== LF),
    crlf: () => {
      const bytes = new Uint8Array(body.length + bare)
      let to = 0
      for (let at = 0; at < body.length; at++) {
        const byte = body[at] as number
        if (byte === LF && body[at - 1] !== CR) bytes[to++] = CR
        bytes[to++] = byte
      }
      return bytes
    },
  }
}

function trim(body: Uint8Array): Uint8Array {
  const isSpace = (byte: number | undefined) => byte === 0x20 || byte === 0x09 || byte === LF || byte === CR
  let start = 0
  let end = body.length
  while (start < end && isSpace(body[start])) start++
  while (end > start && isSpace(body[end - 1])) end--
  return body.subarray(start, end)
}
