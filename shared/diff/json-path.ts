/** Where a value is, from the inside out: paths of deep values share what they have in common. Null: the root. */
export type JsonPath = {
  readonly parent: JsonPath
  readonly step: string | number
  /** 2 for the second member of that name, and so on. */
  readonly occurrence: number
} | null

const SHOWN_STEPS = 60
/** Nobody reads a longer rule. */
const RULE_STEPS = 30

/** Whole, as RFC 6901 writes it. */
export function jsonPointer(path: JsonPath): string {
  const steps: string[] = []
  for (let at = path; at !== null; at = at.parent) steps.push(pointerStep(at.step))
  return steps.reverse().join('')
}

/** For people: cut where it is very deep, and telling members of the same name apart. */
export function shownPath(path: JsonPath): string {
  const steps: string[] = []
  let at = path
  for (; at !== null && steps.length < SHOWN_STEPS; at = at.parent) {
    steps.push(pointerStep(at.step) + (at.occurrence > 1 ? ` (no. ${at.occurrence})` : ''))
  }
  return (at === null ? '' : '…') + steps.reverse().join('')
}

/** The rule that ignores what is there, in all items of an array alike; null: there is none that one would keep. */
export function ignoreRule(path: JsonPath): string | null {
  const steps: string[] = []
  for (let at = path; at !== null; at = at.parent) {
    if (steps.length === RULE_STEPS) return null
    steps.push(typeof at.step === 'number' && at !== path ? '/*' : ruleStep(at.step))
  }
  return steps.length === 0 ? null : steps.reverse().join('')
}

/** A name of stars alone would stand for others. */
function ruleStep(step: string | number): string {
  return step === '*' || step === '**' ? `/${step.replaceAll('*', '~2')}` : pointerStep(step)
}

function pointerStep(step: string | number): string {
  return typeof step === 'number' ? `/${step}` : `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`
}
