import type { SignedScheme } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'
import { type SignedPlan, separatorOf } from '../signed-plan.ts'
import { valueAt } from './go-values.ts'

const quote = quoteText.go

export function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const value = valueAt(plan.signature)
  const loop = (separator: string, inside: ReadonlyArray<string>) => [
    '\tvar signatures []string',
    `\tfor _, item := range strings.Split(${value}, ${quote(separatorOf(separator))}) {`,
    '\t\titem = strings.TrimSpace(item)',
    ...inside.map((line) => `\t\t${line}`),
    '\t}',
  ]
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [`\tsignatures := []string{strings.TrimSpace(${value})}`]
      return [
        `\tvalue := ${value}`,
        `\tif !strings.HasPrefix(value, ${quote(prefix)}) {`,
        '\t\treturn false',
        '\t}',
        `\tsignatures := []string{strings.TrimSpace(strings.TrimPrefix(value, ${quote(prefix)}))}`,
      ]
    }
    case 'list':
      if (layout.prefix.includes('*')) {
        return [
          `\tprefix := regexp.MustCompile(${quote(prefixPattern(layout.prefix))})`,
          ...loop(layout.separator, [
            'if at := prefix.FindStringIndex(item); at != nil {',
            '\tsignatures = append(signatures, item[at[1]:])',
            '}',
          ]),
        ]
      }
      return loop(layout.separator, [
        `if strings.HasPrefix(item, ${quote(layout.prefix)}) {`,
        `\tsignatures = append(signatures, strings.TrimPrefix(item, ${quote(layout.prefix)}))`,
        '}',
      ])
    case 'pairs': {
      const isSignature = layout.keys.map((key) => `name == ${quote(key)}`).join(' || ')
      return [
        ...(plan.uses.fields ? ['\tfields := map[string]string{}'] : []),
        ...loop(layout.separator, [
          'name, value, found := strings.Cut(item, "=")',
          'if !found {',
          '\tname, value = "", item',
          '}',
          'name, value = strings.TrimSpace(name), strings.TrimSpace(value)',
          `if ${isSignature} {`,
          '\tsignatures = append(signatures, value)',
          ...(plan.uses.fields ? ['} else if _, known := fields[name]; !known {', '\tfields[name] = value'] : []),
          '}',
        ]),
      ]
    }
    case 'timestamp-first':
      return [
        `\titems := strings.Split(${value}, ${quote(separatorOf(layout.separator))})`,
        ...(plan.uses.fields ? ['\tfields := map[string]string{"t": strings.TrimSpace(items[0])}'] : []),
        '\tsignatures := items[1:]',
      ]
  }
}

export function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`\ttimestamp := ${valueAt(timestamp.place)}`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const refuse = (condition: string) => [`\tif ${condition} {`, '\t\treturn false', '\t}']
  const number = ['\tcount, err := strconv.ParseInt(timestamp, 10, 64)', ...refuse('err != nil')]
  const ages = {
    s: [...number, '\tage := time.Since(time.Unix(count, 0))'],
    ms: [...number, '\tage := time.Since(time.UnixMilli(count))'],
    's-or-ms': [
      ...number,
      '\tif len(timestamp) <= 11 {',
      '\t\tcount *= 1000',
      '\t}',
      '\tage := time.Since(time.UnixMilli(count))',
    ],
    iso: ['\tsent, err := time.Parse(time.RFC3339, timestamp)', ...refuse('err != nil'), '\tage := time.Since(sent)'],
    'http-date': ['\tsent, err := http.ParseTime(timestamp)', ...refuse('err != nil'), '\tage := time.Since(sent)'],
  }
  return [
    ...lines,
    ...ages[unit],
    ...(maxAgeSeconds === null ? [] : refuse(`age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds}*time.Second`)),
    ...(maxFutureSeconds === null ? [] : refuse(`-age > ${maxFutureSeconds}*time.Second`)),
  ]
}
