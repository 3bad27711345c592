const ANY_DEPTH = Symbol('**')
const ANY_STEP = Symbol('*')

/**
 * What does not count when two things are compared. A rule with a slash is a place in JSON: `/id`, `/data/items/0/at`,
 * timestamps at any depth. One without is a name: of a header, a query or form field, or a member of JSON anywhere.
 */
export class IgnoreRules {
  /** For the root of a JSON value. */
  readonly atRoot: RulePlace
  /** By the name in lower case: the rule as it was given. */
  readonly #names: ReadonlyMap<string, string>

  constructor(rules: ReadonlyArray<string>) {
    const given = rules.map((rule) => rule.trim()).filter((rule) => rule !== '')
    const names = given.filter((rule) => !rule.includes('/')).map((rule) => [rule.toLowerCase(), rule] as const)
    // The first of several that hide the same is the one that does.
    this.#names = new Map(names.toReversed())
    this.atRoot = new RulePlace(withSkips(given.map((rule) => ({ rule, steps: stepsOf(rule), at: 0 }))))
  }

  /** The rule that ignores a header or field, whatever the case of its name; null: none does. */
  ruleForName(name: string): string | null {
    return this.#names.get(name.toLowerCase()) ?? null
  }
}

/** A name, or one of the two that stand for others. */
type RuleStep = string | typeof ANY_STEP | typeof ANY_DEPTH

/** The rule that ignores a header, field or part by its name; null: none would mean it, or it alone. */
export function ruleOfName(name: string): string | null {
  return name === '' || name === '**' || name.includes('/') ? null : name
}

interface RuleProgress {
  readonly rule: string
  readonly steps: ReadonlyArray<RuleStep>
  readonly at: number
}

/** How far the rules have matched on the way to a value: each step costs as much as there are rules, at any depth. */
export class RulePlace {
  /** The rule that ignores the value here; null: none does. */
  readonly ignoredBy: string | null
  readonly #progress: ReadonlyArray<RuleProgress>

  constructor(progress: ReadonlyArray<RuleProgress>) {
    this.#progress = progress
    this.ignoredBy = progress.find(({ steps, at }) => at === steps.length)?.rule ?? null
  }

  /** No rule ignores anything here or within. */
  get isNowhere(): boolean {
    return this.#progress.length === 0
  }

  enter(step: string | number): RulePlace {
    if (this.isNowhere) return this
    const name = String(step)
    const next: RuleProgress[] = []
    for (const { rule, steps, at } of this.#progress) {
      if (steps[at] === ANY_DEPTH) next.push({ rule, steps, at })
      else if (steps[at] === ANY_STEP || steps[at] === name) next.push({ rule, steps, at: at + 1 })
    }
    return next.length === 0 ? NOWHERE : new RulePlace(withSkips(next))
  }
}

const NOWHERE = new RulePlace([])

/** `**` may stand for no step at all. */
function withSkips(progress: ReadonlyArray<RuleProgress>): RuleProgress[] {
  const all = [...progress]
  for (const one of all) {
    const next = { rule: one.rule, steps: one.steps, at: one.at + 1 }
    const isKnown = all.some(({ steps, at }) => steps === next.steps && at === next.at)
    if (one.steps[one.at] === ANY_DEPTH && !isKnown) all.push(next)
  }
  return all
}

/** `~2` is a star that stands for itself, beside the `~0` and `~1` of JSON pointers. */
function stepsOf(rule: string): RuleStep[] {
  if (rule === '**') return [ANY_DEPTH]
  if (!rule.includes('/')) return [ANY_DEPTH, rule]
  const steps = rule.startsWith('/') ? rule.slice(1) : rule
  return steps.split('/').map((step) => {
    if (step === '**') return ANY_DEPTH
    if (step === '*') return ANY_STEP
    return step.replaceAll('~2', '*').replaceAll('~1', '/').replaceAll('~0', '~')
  })
}
