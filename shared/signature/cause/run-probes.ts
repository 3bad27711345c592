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
export function runProbes(
  probes: ReadonlyArray<Probe>,
  subject: Subject,
  whole: boolean,
  budget: GuessBudget,
): ProbeResult {
  const attempt: Attempt = { request: subject.request, keys: subject.keys, schemes: subject.schemes }
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
    while (!ended && budget.allowsAnother(probe)) {
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

/** What hashing a body costs on a slow machine, until a guess was measured, and what taking it apart does. */
const HASHED_MS_PER_BYTE = 5e-6
const PARSED_MS_PER_BYTE = 4e-5

export type GuessBudget = ReturnType<typeof openBudget>

const GUESSES_PER_LOOK = 16
const SHORT_GUESS_MS = 0.02

/**
 * Stops where the next guess would not fit into what is left, judged by the mean of those so far: the longest would let one
 * hiccup of the machine end everything.
 */
export function openBudget({ context, request }: Subject) {
  const { clock, ms } = context.budget
  const started = clock()
  const hashing = request.body.length * HASHED_MS_PER_BYTE
  const parsing = request.body.length * PARSED_MS_PER_BYTE
  let spent = 0
  let guesses = 0
  let unread = 0
  return {
    allowsAnother: ({ parses }: Probe) => {
      const mean = guesses === 0 ? 0 : spent / guesses
      return spent + Math.max(mean, parses === true ? parsing : hashing) < ms
    },
    charge: () => {
      guesses++
      // Reading the clock costs as much as a guess of few bytes.
      if (++unread < GUESSES_PER_LOOK && spent < (guesses - unread) * SHORT_GUESS_MS) return
      spent = clock() - started
      unread = 0
    },
  }
}
