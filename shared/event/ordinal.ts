const rules = new Intl.PluralRules('en', { type: 'ordinal' })
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' }

/** `1st`, `2nd`, `113th`. */
export function ordinal(number: number): string {
  return `${number}${ENDINGS[rules.select(number)] ?? 'th'}`
}
