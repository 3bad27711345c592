import { headerFromText } from '../http/header-text.ts'
import type { SchemePlace } from './check-scheme.ts'
import { type CheckInput, invalid, notCheckable, type Outcome } from './outcome.ts'
import type { TokenScheme } from './scheme.ts'
import type { SignatureProblem, Working } from './signature-check.ts'
import { describeSource } from './value-source.ts'

/** The secret itself is in the request: no body is covered, and a copy of one request is enough to forge another. */
export function checkToken(scheme: TokenScheme, place: SchemePlace, input: CheckInput): Outcome {
  return compareTokens(
    scheme.from.map((source) => ({ from: describeSource(source), values: input.request.valuesAt(source) })),
    'secret token',
    (value) => withoutWord(value, scheme.prefix ?? ''),
    (secret) => headerFromText(secret),
    place,
    input,
  )
}

/** `user:password` as base64, RFC 7617. */
export function checkBasic(place: SchemePlace, input: CheckInput): Outcome {
  const { crypto } = input
  return compareTokens(
    [{ from: 'header Authorization', values: input.request.headers('authorization') }],
    'Basic authentication',
    (value) => withoutWord(value, 'Basic '),
    (secret) => crypto.encode(crypto.utf8(secret), 'base64'),
    place,
    input,
  )
}

function compareTokens(
  places: ReadonlyArray<{ readonly from: string; readonly values: ReadonlyArray<string> }>,
  algorithm: string,
  readToken: (value: string) => string | null,
  expected: (secret: string) => string,
  place: SchemePlace,
  { keys, crypto }: CheckInput,
): Outcome {
  const workings: Working[] = []
  let problem: SignatureProblem | null = null
  for (const { from, values } of places) {
    for (const value of values) {
      const token = readToken(value)
      if (token === null || token === '') {
        problem ??= { kind: 'signature-malformed', where: from, value, why: 'There is no token in it.' }
        continue
      }
      for (const key of keys) {
        const computed = expected(key.value)
        const matches = key.value !== '' && crypto.equal(computed, token)
        const working: Working = {
          ...place,
          algorithm,
          signatureFrom: from,
          signatureValue: value,
          keyName: key.name,
          signedContent: [],
          computed,
          received: token,
          matches,
          timestamp: null,
          conditions: [],
        }
        if (matches) return { kind: 'valid', working }
        workings.push(working)
      }
    }
  }
  if (workings.length > 0) return invalid({ kind: 'signature-mismatch' }, workings)
  if (problem !== null) return invalid(problem)
  if (places.every(({ values }) => values.length === 0)) {
    return invalid({ kind: 'signature-missing', where: places.map(({ from }) => from).join(' or ') })
  }
  return notCheckable({ kind: 'no-key' })
}

/** Words such as `Bearer` are compared without regard to case, as HTTP wants. */
export function withoutWord(value: string, word: string): string | null {
  const text = value.trim()
  return text.slice(0, word.length).toLowerCase() === word.toLowerCase() ? text.slice(word.length).trim() : null
}
