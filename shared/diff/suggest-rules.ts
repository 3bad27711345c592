import type { MakeTextDecoder } from '../body/decode-text.ts'
import { BodyPair, type ComparedBody } from './compare-bodies.ts'
import { compareHeads, type MessageHead } from './compare-heads.ts'
import type { Comparison } from './comparison.ts'
import { IgnoreRules } from './ignore-rules.ts'

/** A capture of an event type. */
export interface RuleSample {
  readonly body: ComparedBody
  readonly head: MessageHead
}

/** Two may differ in anything by chance. */
export const FEWEST_SAMPLES = 3
const MOST_RULES = 24
const NOTHING_IGNORED = new IgnoreRules([])

/** The rules that hide what is different in each of some captures of one event type: its ids, times and signatures. */
export function suggestRules(samples: ReadonlyArray<RuleSample>, makeDecoder: MakeTextDecoder): string[] {
  if (samples.length < FEWEST_SAMPLES) return []
  let always: string[] = []
  for (let at = 1; at < samples.length; at++) {
    const found = changedRules(samples[at - 1] as RuleSample, samples[at] as RuleSample, makeDecoder)
    always = at === 1 ? [...found] : always.filter((rule) => found.has(rule))
    if (always.length === 0) break
  }
  return always.slice(0, MOST_RULES)
}

function changedRules(left: RuleSample, right: RuleSample, makeDecoder: MakeTextDecoder): Set<string> {
  const body = new BodyPair(left.body, right.body, makeDecoder).compare(NOTHING_IGNORED)
  const { headers } = compareHeads(left.head, right.head, NOTHING_IGNORED)
  return new Set([...rulesIn(body), ...rulesIn(headers)])
}

/** What was there both times. A length says of a body only what the body says itself. */
function rulesIn(comparison: Comparison | null): string[] {
  const changes = comparison?.changes ?? []
  return changes.flatMap(({ kind, rule }) =>
    kind !== 'changed' || rule === null || rule.toLowerCase() === 'content-length' ? [] : [rule],
  )
}
