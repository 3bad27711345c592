import { type Hypothesis, together } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { edgeHypotheses } from './body-edges.ts'
import { bodyJson } from './body-json.ts'
import { otherSecret } from './other-secrets.ts'
import { secretDecoding } from './secret-decoding.ts'
import { secretPrefix } from './secret-prefix.ts'
import { secretSpelling } from './secret-spelling.ts'
import { urlHypotheses } from './url.ts'

/** Two mistakes at once, where both are common. */
export const combinations: Probe = {
  about: 'a wrong secret together with a changed end of the body or another URL',
  applies: ({ covers }) => covers.body || covers.url,
  *hypotheses(subject) {
    const secrets = secretHypotheses(subject)
    if (subject.covers.body) yield* pairs(secrets, edgeHypotheses(subject))
    if (!subject.covers.url) return
    const urls = [...urlHypotheses(subject)]
    yield* pairs(secrets, urls)
    if (subject.covers.body) yield* pairs(urls, edgeHypotheses(subject))
  },
}

/** A JSON writer and another mistake: each spelling is written once, for all that may be wrong beside it. */
export const combinationsWithJson: Probe = {
  about: 'a wrong secret or another URL together with JSON that was written again',
  parses: true,
  applies: bodyJson.applies,
  *hypotheses(subject) {
    const beside = [...secretHypotheses(subject), ...(subject.covers.url ? urlHypotheses(subject) : [])]
    yield* pairs(beside, bodyJson.hypotheses(subject))
  },
}

function secretHypotheses(subject: Subject): Hypothesis[] {
  return [
    ...subject.context.otherKeys.map((key) => otherSecret(key, subject)),
    ...[secretSpelling, secretPrefix, secretDecoding].flatMap((probe) => [...probe.hypotheses(subject)]),
  ]
}

/** `right` may be many and long, and is gone through once. */
function* pairs(left: ReadonlyArray<Hypothesis>, right: Iterable<Hypothesis>): Iterable<Hypothesis> {
  for (const other of right) for (const one of left) yield together(one, other)
}
