const RULE = /"((?:[^"\\]|\\.)*)"|[^\s,]+/gs

/** Rules as people type them: with commas or spaces between, and in double quotes where one has either in it. */
export function splitRules(typed: string): string[] {
  return [...typed.matchAll(RULE)]
    .map(([whole, quoted]) => (quoted === undefined ? whole : quoted.replaceAll(/\\(.)/gs, '$1')))
    .filter((rule) => rule.trim() !== '')
}

/** One rule as it is typed. */
export function typedRule(rule: string): string {
  return /[\s,"]/.test(rule) ? `"${rule.replaceAll(/["\\]/g, '\\$&')}"` : rule
}
