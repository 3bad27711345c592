import { quoteText } from '../quote-text.ts'
import type { Place } from '../signed-plan.ts'

const quote = quoteText.php

export function phpDefinition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  const names = (['headers', 'body', 'method', 'url'] as const).filter((name) => uses[name])
  return `function verify(${names.map((name) => `${name === 'headers' ? 'array' : 'string'} $${name}`).join(', ')}): bool`
}

export function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json ? ['    $data = json_decode($body, true);'] : []),
    // parse_str would change names with dots and spaces in them.
    ...(form
      ? [
          "    $form = array_map(fn ($pair) => array_map('urldecode', explode('=', $pair, 2) + ['', '']), array_filter(explode('&', $body), 'strlen'));",
        ]
      : []),
  ]
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header':
      return [...place.names.map((name) => `$headers[${quote(name)}]`), "''"].join(' ?? ')
    case 'json':
      return `(string) ($data${place.path.map((name) => `[${quote(name)}]`).join('')} ?? '')`
    case 'form':
      return `array_column(array_reverse($form), 1, 0)[${quote(place.name)}] ?? ''`
    case 'query':
      return `preg_match('/[?&]' . preg_quote(${quote(place.name)}, '/') . '=([^&#]*)/', $url, $found) ? urldecode($found[1]) : ''`
    case 'signature':
      return `$fields[${quote(place.key)}] ?? ''`
    case 'body':
      return 'trim($body)'
  }
}
