import { type Hypothesis, together } from '../hypothesis.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { edgeHypotheses } from './body-edges.ts'
import { otherSecret } from './other-secrets.ts'
import { secretSpellings } from './secret-spelling.ts'
import { urlHypotheses } from './url.ts'

/** Two mistakes at once, where both are common. */
export const combinations: Probe = {
  about: 'a wrong secret together with a changed end of the body or another URL',
  applies: ({ covers }) => covers.body || covers.url,
  *hypotheses(subject) {
    const secrets = [...secretHypotheses(subject)]
    if (subject.covers.body) yield* pairs(secrets, [...edgeHypotheses(subject)])
    if (!subject.covers.url) return
    const urls = [...urlHypotheses(subject)]
    yield* pairs(secrets, urls)
    if (subject.covers.body) yield* pairs(urls, [...edgeHypotheses(subject)])
  },
}

function* secretHypotheses(subject: Subject): Iterable<Hypothesis> {
  for (const key of subject.context.otherKeys) yield otherSecret(key, subject)
  yield* secretSpellings(subject)
}

function* pairs(left: ReadonlyArray<Hypothesis>, right: ReadonlyArray<Hypothesis>): Iterable<Hypothesis> {
  for (const one of left) for (const other of right) yield together(one, other)
}
