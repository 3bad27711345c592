import { type Attempt, type Fit, tryAttempt, withChanges } from './attempt.ts'
import type { Hypothesis } from './hypothesis.ts'
import { PARSED_BYTES, type Probe } from './probe.ts'
import type { Subject } from './subject.ts'

export type ProbeResult =
  | { readonly kind: 'proven'; readonly hypothesis: Hypothesis; readonly fit: Fit }
  | {
      readonly kind: 'nothing'
      readonly ruledOut: ReadonlyArray<string>
      /** With the reason. */
      readonly notTried: ReadonlyArray<{ readonly about: string; readonly why: 'time' | 'large' }>
    }

/** Tries probe after probe until one guess fits or the time is up. `whole`: what stands beside the signature must fit too. */
export function runProbes(probes: ReadonlyArray<Probe>, subject: Subject, whole: boolean): ProbeResult {
  const attempt: Attempt = { request: subject.request, keys: subject.keys, schemes: subject.schemes }
  const budget = openBudget(subject)
  const ruledOut: string[] = []
  const notTried: { about: string; why: 'time' | 'large' }[] = []
  for (const probe of probes) {
    if (!probe.applies(subject)) continue
    if (probe.parses === true && subject.request.body.length > PARSED_BYTES) {
      notTried.push({ about: probe.about, why: 'large' })
      continue
    }
    const iterator = probe.hypotheses(subject)[Symbol.iterator]()
    let ended = false
    while (!ended && budget.allowsAnother()) {
      const next = iterator.next()
      if (next.done === true) ended = true
      else {
        const fit = tryAttempt(withChanges(attempt, next.value.changes), subject.context.check, subject.crypto, whole)
        if (fit !== null) return { kind: 'proven', hypothesis: next.value, fit }
      }
      budget.charge()
    }
    if (ended) ruledOut.push(probe.about)
    else notTried.push({ about: probe.about, why: 'time' })
  }
  return { kind: 'nothing', ruledOut, notTried }
}

/** A guess about a body: what hashing it costs on a slow machine, until one was measured. */
const MS_PER_BYTE = 5e-6

/** Stops where the longest guess so far would not fit into what is left. */
function openBudget({ context, request }: Subject) {
  const { clock, ms } = context.budget
  const started = clock()
  let last = started
  let longest = request.body.length * MS_PER_BYTE
  return {
    allowsAnother: () => last - started + longest < ms,
    charge: () => {
      const now = clock()
      longest = Math.max(longest, now - last)
      last = now
    },
  }
}
