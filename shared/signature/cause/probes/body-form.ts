import { headerFromText } from '../../../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../../../http/latin1.ts'
import { percentEncoded } from '../../../http/percent-encoded.ts'
import { parsePairs, type QueryPair } from '../../../http/query.ts'
import type { Probe } from '../probe.ts'
import { signedBody } from './proven-body.ts'

/** A form that was parsed and written again. */
export const bodyForm: Probe = {
  about: 'the form fields encoded again or put into another order',
  parses: true,
  applies: ({ covers, request }) =>
    covers.body && /^[^{[<\s][^<\s]*=/.test(latin1FromBytes(request.body.subarray(0, 200))),
  *hypotheses(subject) {
    const text = latin1FromBytes(subject.request.body)
    const pairs = parsePairs(text.trimEnd(), MOST_FIELDS)
    for (const [order, ordered] of orders(pairs)) {
      for (const write of WRITERS) {
        const signed = ordered
          .map(({ name, value }) => (value === null ? write(name) : `${write(name)}=${write(value)}`))
          .join('&')
        if (signed !== text) yield signedBody(subject, bytesFromLatin1(signed), order ? REORDERED : REENCODED)
      }
      const kept = ordered
        .map(({ rawName, rawValue }) => (rawValue === null ? rawName : `${rawName}=${rawValue}`))
        .join('&')
      if (kept !== text) yield signedBody(subject, bytesFromLatin1(kept), order ? REORDERED : REENCODED)
    }
  },
}

const MOST_FIELDS = 2000

const REENCODED = {
  code: 'body-form-reencoded',
  sentence: 'The form fields of the body were parsed and encoded again in another way after it was signed.',
  nextStep: 'Verify the raw body, before a form parser touches it, and find the proxy that writes the form again.',
} as const
export const REORDERED = {
  code: 'body-form-reordered',
  sentence: 'The form fields of the body were put into another order after it was signed.',
  nextStep: 'Verify the raw body, before a form parser touches it, and find the proxy that sorts the fields.',
} as const

function* orders(
  pairs: ReadonlyArray<QueryPair>,
): Iterable<readonly [changed: boolean, pairs: ReadonlyArray<QueryPair>]> {
  yield [false, pairs]
  yield [true, pairs.toSorted((left, right) => (left.name < right.name ? -1 : Number(left.name > right.name)))]
  yield [true, pairs.toReversed()]
}

/** As URLSearchParams, encodeURIComponent, Python and PHP write, then with small letters, then not at all. */
const WRITERS: ReadonlyArray<(text: string) => string> = [
  (text) => percent(text, /[^A-Za-z0-9*._ -]/g).replaceAll(' ', '+'),
  (text) => percent(text, /[^A-Za-z0-9!~*'()._-]/g),
  (text) => percent(text, /[^A-Za-z0-9._~ -]/g).replaceAll(' ', '+'),
  (text) => percent(text, /[^A-Za-z0-9._~-]/g),
  (text) => percent(text, /[^A-Za-z0-9._ -]/g).replaceAll(' ', '+'),
  (text) => lowered(percent(text, /[^A-Za-z0-9*._ -]/g).replaceAll(' ', '+')),
  (text) => lowered(percent(text, /[^A-Za-z0-9._~-]/g)),
  (text) => headerFromText(text),
]

function percent(text: string, reserved: RegExp): string {
  return percentEncoded(headerFromText(text), reserved)
}

function lowered(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
}
