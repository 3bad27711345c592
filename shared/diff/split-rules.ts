import { AppError } from '../contract/errors.ts'

const RULE = /"((?:[^"\\]|\\.)*)"|[^\s,]+/gs

/**
 * Rules as people type them: with commas or spaces between, and in double quotes where one has either in it. What can
 * never ignore anything, as a quote that is not closed, is refused by its name: it would look as if it did.
 */
export function splitRules(typed: string): string[] {
  const rules = [...typed.matchAll(RULE)]
    .map(([whole, quoted]) => (quoted === undefined ? bareRule(whole) : quoted.replaceAll(/\\(.)/gs, '$1')))
    .filter((rule) => rule.trim() !== '')
  if (rules.length === 0) throw new AppError('invalid-input', `There is no rule in ‘${typed}’. ${EXAMPLES}`)
  return rules
}

const EXAMPLES = 'Give a place in JSON such as /id or **/timestamp, or the name of a header or field such as Date.'

function bareRule(rule: string): string {
  if (!rule.includes('"')) return rule
  const problem = 'has a quote that is not closed, or is not around all of the rule'
  throw new AppError(
    'invalid-input',
    `The rule ‘${rule}’ ${problem}. With the quote in its name, type ${typedRule(rule)}.`,
  )
}

/** One rule as it is typed. */
export function typedRule(rule: string): string {
  return /[\s,"]/.test(rule) ? `"${rule.replaceAll(/["\\]/g, '\\$&')}"` : rule
}
