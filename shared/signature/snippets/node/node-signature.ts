import type { SignedScheme } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'
import { type SignedPlan, separatorOf } from '../signed-plan.ts'
import { valueAt } from './node-values.ts'

const quote = quoteText.javascript

export function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`  const header = ${valueAt(plan.signature)}`]
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '  const signatures = [header.trim()]']
      return [
        ...lines,
        `  if (!header.startsWith(${quote(prefix)})) return false`,
        `  const signatures = [header.slice(${prefix.length}).trim()]`,
      ]
    }
    case 'list': {
      const items = `header.split(${quote(separatorOf(layout.separator))}).map((item) => item.trim())`
      if (layout.prefix.includes('*')) {
        const pattern = `/${prefixPattern(layout.prefix)}/`
        return [
          ...lines,
          `  const items = ${items}.filter((item) => ${pattern}.test(item))`,
          `  const signatures = items.map((item) => item.replace(${pattern}, ''))`,
        ]
      }
      return [
        ...lines,
        `  const items = ${items}.filter((item) => item.startsWith(${quote(layout.prefix)}))`,
        `  const signatures = items.map((item) => item.slice(${layout.prefix.length}))`,
      ]
    }
    case 'pairs': {
      const items = `header.split(${quote(separatorOf(layout.separator))})`
      const bare = layout.keys.includes('')
      const wanted = layout.keys.map((key) => `name === ${quote(key)}`).join(' || ')
      return [
        ...lines,
        bare
          ? `  const pairs = ${items}.map((item) => (item.includes('=') ? item.split(/=(.*)/s, 2) : ['', item]).map((part) => part.trim()))`
          : `  const pairs = ${items}.map((item) => item.split(/=(.*)/s, 2).map((part) => part.trim()))`,
        `  const signatures = pairs.filter(([name, value]) => ${layout.keys.length === 1 ? wanted : `(${wanted})`} && value).map(([, value]) => value)`,
        ...(plan.uses.fields ? ['  const fields = new Map(pairs.reverse())'] : []),
      ]
    }
    case 'timestamp-first':
      return [
        ...lines,
        `  const [t = '', ...signatures] = header.split(${quote(separatorOf(layout.separator))}).map((item) => item.trim())`,
        "  const fields = new Map([['t', t]])",
      ]
  }
}

export function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`  const timestamp = ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const times = {
    s: 'Number(timestamp)',
    ms: 'Number(timestamp) / 1000',
    's-or-ms': 'Number(timestamp) / (timestamp.length > 11 ? 1000 : 1)',
    iso: 'Date.parse(timestamp) / 1000',
    'http-date': 'Date.parse(timestamp) / 1000',
  }
  return [
    ...lines,
    `  const age = Date.now() / 1000 - ${times[unit]}`,
    ...(maxAgeSeconds === null
      ? []
      : [`  if (!(age ${exclusive === true ? '<' : '<='} ${maxAgeSeconds})) return false // too old`]),
    ...(maxFutureSeconds === null ? [] : [`  if (!(-age <= ${maxFutureSeconds})) return false // in the future`]),
  ]
}
