import type { Change, Comparison } from '../../../shared/diff/comparison.ts'

/** The rule by which a difference would not count, in all items of an array alike; null: there is none for it. */
export function ignoreRuleOf({ where }: Change, how: Comparison['how']): string | null {
  if (how === 'pairs') return /[\s,/]/.test(where) || where === '(path)' ? null : where
  if (how !== 'json' || !where.startsWith('/') || /[\s,]/.test(where)) return null
  return where.replaceAll(/\/\d+(?=\/)/g, '/*')
}
