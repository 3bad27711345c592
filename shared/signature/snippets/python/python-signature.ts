import type { SignedScheme } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'
import { type SignedPlan, separatorOf } from '../signed-plan.ts'
import { valueAt } from './python-values.ts'

const quote = quoteText.python

export function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`    header = ${valueAt(plan.signature)}`]
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '    signatures = [header.strip()]']
      return [
        ...lines,
        `    if not header.startswith(${quote(prefix)}):`,
        '        return False',
        `    signatures = [header.removeprefix(${quote(prefix)}).strip()]`,
      ]
    }
    case 'list': {
      const items = `[item.strip() for item in header.split(${quote(separatorOf(layout.separator))})]`
      if (layout.prefix.includes('*')) {
        const pattern = `r"${prefixPattern(layout.prefix)}"`
        return [
          ...lines,
          `    signatures = [re.sub(${pattern}, "", item) for item in ${items} if re.match(${pattern}, item)]`,
        ]
      }
      return [
        ...lines,
        `    items = ${items}`,
        `    signatures = [item.removeprefix(${quote(layout.prefix)}) for item in items if item.startswith(${quote(layout.prefix)})]`,
      ]
    }
    case 'pairs':
      return [
        ...lines,
        `    items = [item.strip() for item in header.split(${quote(separatorOf(layout.separator))})]`,
        '    pairs = [item.split("=", 1) if "=" in item else ["", item] for item in items]',
        `    signatures = [value.strip() for name, value in pairs if name.strip() in [${layout.keys.map(quote).join(', ')}]]`,
        ...(plan.uses.fields ? ['    fields = {name.strip(): value.strip() for name, value in reversed(pairs)}'] : []),
      ]
    case 'timestamp-first':
      return [
        ...lines,
        `    t, *signatures = [item.strip() for item in header.split(${quote(separatorOf(layout.separator))})]`,
        '    fields = {"t": t}',
      ]
  }
}

export function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`    timestamp = ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const iso = 'datetime.fromisoformat(re.sub(r"\\.\\d+", "", timestamp).replace("Z", "+00:00")).timestamp()'
  const times = {
    s: 'int(timestamp)',
    ms: 'int(timestamp) / 1000',
    's-or-ms': 'int(timestamp) / (1000 if len(timestamp) > 11 else 1)',
    iso,
    'http-date': 'parsedate_to_datetime(timestamp).timestamp()',
  }
  return [
    ...lines,
    '    try:',
    `        age = time.time() - ${times[unit]}`,
    '    except (TypeError, ValueError):',
    '        return False',
    ...(maxAgeSeconds === null
      ? []
      : [`    if age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds}:  # too old`, '        return False']),
    ...(maxFutureSeconds === null
      ? []
      : [`    if -age > ${maxFutureSeconds}:  # in the future`, '        return False']),
  ]
}
