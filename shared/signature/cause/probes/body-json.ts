import { bodyDifference } from '../body-difference.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { jsonBody } from '../json/json-body.ts'
import { jsonChange } from '../json/json-change.ts'
import type { JsonSource } from '../json/json-source.ts'
import { likelyStyles, mixedStyles, type NamedStyle, otherStyles } from '../json/json-styles.ts'
import { writeJson } from '../json/write-json.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'

/** A parser and a writer between the sender and here: the commonest reason by far for a body that does not fit. */
export const bodyJson: Probe = {
  about: 'the JSON written again with other spacing, or as JavaScript, Python, PHP, Ruby and Go write it',
  parses: true,
  applies: ({ covers, request }) => covers.body && looksLikeJson(request.body),
  hypotheses: (subject) => rewritten(subject, likelyStyles),
}

export const bodyJsonWriters: Probe = {
  about: 'the JSON written again as .NET, Java, Rails, databases and less common settings write it',
  parses: true,
  applies: bodyJson.applies,
  hypotheses: (subject) => rewritten(subject, otherStyles),
}

/** Mixtures that no writer is known for. */
export const bodyJsonMixed: Probe = {
  about: 'every mixture of JSON spacing, key order, escapes and number forms',
  parses: true,
  applies: bodyJson.applies,
  hypotheses: (subject) => rewritten(subject, mixedStyles),
}

/** Looked through for the first character. */
const MOST_SPACE = 64

function looksLikeJson(body: Uint8Array): boolean {
  const first = body
    .subarray(0, MOST_SPACE)
    .find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  return first === 0x7b || first === 0x5b
}

export function* rewritten(
  subject: Subject,
  styles: (text: string, source: JsonSource) => Iterable<NamedStyle>,
): Iterable<Hypothesis> {
  const json = jsonBody(subject.request.body, subject.crypto)
  if (json === null) return
  const { text, source } = json
  for (const style of styles(text, source)) {
    const signed = `${writeJson(source, style)}${style.newline ? '\n' : ''}`
    if (signed !== text) yield rewrittenJson(subject, signed, style.evidence)
  }
}

/** The guess that this text was signed. */
export function rewrittenJson(subject: Subject, signed: string, more: string | null): Hypothesis {
  return {
    changes: { body: subject.crypto.utf8(signed) },
    causes: [
      (fit) => {
        const change = changeBetween(subject, fit.attempt.request.body)
        return {
          code: change.code,
          certainty: 'proven',
          sentence: `The JSON body was parsed and written again after it was signed: ${change.what}.`,
          evidence: [...bodyDifference(subject, fit), ...(more === null ? [] : [more])],
          nextStep:
            'Verify the raw body, before any JSON parser touches it, and find the proxy, gateway or middleware that writes the JSON again.',
        }
      },
    ],
  }
}

function changeBetween(subject: Subject, signed: Uint8Array): ReturnType<typeof jsonChange> {
  const [before, after] = [signed, subject.request.body].map((body) => jsonBody(body, subject.crypto))
  return before && after
    ? jsonChange(after, before)
    : { code: 'body-json-rewritten', what: 'it is spelled in another way' }
}
