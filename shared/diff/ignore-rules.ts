/**
 * What does not count when two things are compared. A rule with a slash is a place in JSON: `/id`, `/data/items/0/at`,
 * timestamps at any depth. One without is a name: of a header, a query or form field, or a member of JSON anywhere.
 */
export class IgnoreRules {
  /** For the root of a JSON value. */
  readonly atRoot: RulePlace
  readonly #names: ReadonlySet<string>

  constructor(rules: ReadonlyArray<string>) {
    const given = rules.map((rule) => rule.trim()).filter((rule) => rule !== '')
    this.#names = new Set(given.filter((rule) => !rule.includes('/')).map((rule) => rule.toLowerCase()))
    this.atRoot = new RulePlace(withSkips(given.map((rule) => ({ steps: stepsOf(rule), at: 0 }))))
  }

  /** Whether a header or field is ignored, whatever the case of its name. */
  ignoresName(name: string): boolean {
    return this.#names.has(name.toLowerCase())
  }
}

interface RuleProgress {
  readonly steps: ReadonlyArray<string>
  readonly at: number
}

/** How far the rules have matched on the way to a value: each step costs as much as there are rules, at any depth. */
export class RulePlace {
  readonly isIgnored: boolean
  readonly #progress: ReadonlyArray<RuleProgress>

  constructor(progress: ReadonlyArray<RuleProgress>) {
    this.#progress = progress
    this.isIgnored = progress.some(({ steps, at }) => at === steps.length)
  }

  enter(step: string | number): RulePlace {
    if (this.#progress.length === 0) return this
    const name = String(step)
    const next: RuleProgress[] = []
    for (const { steps, at } of this.#progress) {
      if (steps[at] === ANY_DEPTH) next.push({ steps, at })
      else if (steps[at] === ANY_STEP || steps[at] === name) next.push({ steps, at: at + 1 })
    }
    return next.length === 0 ? NOWHERE : new RulePlace(withSkips(next))
  }
}

const ANY_DEPTH = '**'
const ANY_STEP = '*'
const NOWHERE = new RulePlace([])

/** `**` may stand for no step at all. */
function withSkips(progress: ReadonlyArray<RuleProgress>): RuleProgress[] {
  const all = [...progress]
  for (const one of all) {
    const next = { steps: one.steps, at: one.at + 1 }
    const isKnown = all.some(({ steps, at }) => steps === next.steps && at === next.at)
    if (one.steps[one.at] === ANY_DEPTH && !isKnown) all.push(next)
  }
  return all
}

function stepsOf(rule: string): string[] {
  if (!rule.includes('/')) return [ANY_DEPTH, rule]
  const steps = rule.startsWith('/') ? rule.slice(1) : rule
  return steps.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
