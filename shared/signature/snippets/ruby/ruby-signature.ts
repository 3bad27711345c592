import type { SignedScheme } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'
import { type SignedPlan, separatorOf } from '../signed-plan.ts'
import { valueAt } from './ruby-values.ts'

const quote = quoteText.ruby

export function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`  header = ${valueAt(plan.signature)}`]
  const items = (separator: string) => `header.split(${quote(separatorOf(separator))}).map(&:strip)`
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '  signatures = [header.strip]']
      return [
        ...lines,
        `  return false unless header.start_with?(${quote(prefix)})`,
        '',
        `  signatures = [header.delete_prefix(${quote(prefix)}).strip]`,
      ]
    }
    case 'list': {
      if (layout.prefix.includes('*')) {
        const pattern = `/${prefixPattern(layout.prefix).replace('^', '\\A')}/`
        return [
          ...lines,
          `  signatures = ${items(layout.separator)}.grep(${pattern}).map { |item| item.sub(${pattern}, "") }`,
        ]
      }
      const prefix = quote(layout.prefix)
      return [
        ...lines,
        `  items = ${items(layout.separator)}.select { |item| item.start_with?(${prefix}) }`,
        `  signatures = items.map { |item| item.delete_prefix(${prefix}) }`,
      ]
    }
    case 'pairs':
      return [
        ...lines,
        `  pairs = ${items(layout.separator)}.map { |item| item.include?("=") ? item.split("=", 2).map(&:strip) : ["", item] }`,
        `  signatures = pairs.select { |name, _| [${layout.keys.map(quote).join(', ')}].include?(name) }.map(&:last)`,
        ...(plan.uses.fields ? ['  fields = pairs.reverse.to_h'] : []),
      ]
    case 'timestamp-first':
      return [...lines, `  t, *signatures = ${items(layout.separator)}`, '  fields = { "t" => t }']
  }
}

export function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`  timestamp = ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const digits = ['  return false unless timestamp.match?(/\\A\\d+\\z/)', '']
  const time = (name: string) => [`  time = Time.${name}(timestamp) rescue nil`, '  return false unless time', '']
  const ages = {
    s: [...digits, '  age = Time.now.to_f - timestamp.to_i'],
    ms: [...digits, '  age = Time.now.to_f - timestamp.to_i / 1000.0'],
    's-or-ms': [...digits, '  age = Time.now.to_f - timestamp.to_i / (timestamp.length > 11 ? 1000.0 : 1)'],
    iso: [...time('iso8601'), '  age = Time.now - time'],
    'http-date': [...time('httpdate'), '  age = Time.now - time'],
  }
  return [
    ...lines,
    ...ages[unit],
    ...(maxAgeSeconds === null
      ? []
      : [`  return false if age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds} # too old`]),
    ...(maxFutureSeconds === null ? [] : [`  return false if -age > ${maxFutureSeconds} # in the future`]),
  ]
}
