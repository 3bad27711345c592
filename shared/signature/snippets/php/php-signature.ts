import { headerFromText } from '../../../http/header-text.ts'
import type { SignedScheme } from '../../scheme.ts'
import { prefixPattern } from '../prefix-pattern.ts'
import { quoteText } from '../quote-text.ts'
import { type SignedPlan, separatorOf } from '../signed-plan.ts'
import { valueAt } from './php-values.ts'

const quote = quoteText.php

export function received(scheme: SignedScheme, plan: SignedPlan): string[] {
  const { layout } = scheme.signature
  const lines = [`    $header = ${valueAt(plan.signature)};`]
  const items = (separator: string) => `array_map('trim', explode(${quote(separatorOf(separator))}, $header))`
  switch (layout.kind) {
    case 'plain': {
      const { prefix = '' } = layout
      if (prefix === '') return [...lines, '    $signatures = [trim($header)];']
      return [
        ...lines,
        `    if (!str_starts_with($header, ${quote(prefix)})) {`,
        '        return false;',
        '    }',
        `    $signatures = [trim(substr($header, ${headerFromText(prefix).length}))];`,
      ]
    }
    case 'list': {
      const pattern = quote(`/${prefixPattern(layout.prefix)}/`)
      return [
        ...lines,
        `    $items = preg_grep(${pattern}, ${items(layout.separator)});`,
        `    $signatures = preg_replace(${pattern}, '', $items);`,
      ]
    }
    case 'pairs':
      return [
        ...lines,
        ...(plan.uses.fields ? ['    $fields = [];'] : []),
        '    $signatures = [];',
        `    foreach (${items(layout.separator)} as $item) {`,
        "        [$name, $value] = str_contains($item, '=') ? array_map('trim', explode('=', $item, 2)) : ['', $item];",
        `        if (in_array($name, [${layout.keys.map(quote).join(', ')}], true)) {`,
        '            $signatures[] = $value;',
        '        }',
        ...(plan.uses.fields ? ['        $fields[$name] ??= $value;'] : []),
        '    }',
      ]
    case 'timestamp-first':
      return [
        ...lines,
        `    $signatures = ${items(layout.separator)};`,
        "    $fields = ['t' => array_shift($signatures)];",
      ]
  }
}

export function timestampLines({ timestamp }: SignedPlan): string[] {
  if (timestamp === null) return []
  const { maxAgeSeconds, maxFutureSeconds, unit, exclusive } = timestamp.rule
  const lines = [`    $timestamp = ${valueAt(timestamp.place)};`]
  if (maxAgeSeconds === null && maxFutureSeconds === null) return lines
  const refuse = (condition: string) => [`    if (${condition}) {`, '        return false;', '    }']
  const digits = refuse('!ctype_digit($timestamp)')
  const parsedTime = ['    $time = strtotime($timestamp);', ...refuse('$time === false'), '    $age = time() - $time;']
  const ages = {
    s: [...digits, '    $age = time() - (int) $timestamp;'],
    ms: [...digits, '    $age = microtime(true) - (int) $timestamp / 1000;'],
    's-or-ms': [...digits, '    $age = microtime(true) - (int) $timestamp / (strlen($timestamp) > 11 ? 1000 : 1);'],
    iso: parsedTime,
    'http-date': parsedTime,
  }
  return [
    ...lines,
    ...ages[unit],
    ...(maxAgeSeconds === null ? [] : refuse(`$age ${exclusive === true ? '>=' : '>'} ${maxAgeSeconds}`)),
    ...(maxFutureSeconds === null ? [] : refuse(`-$age > ${maxFutureSeconds}`)),
  ]
}
