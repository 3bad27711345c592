import { quoteText } from '../quote-text.ts'
import type { Place } from '../signed-plan.ts'

const quote = quoteText.javascript

export function signatureOf(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string[] {
  const names = (['headers', 'body', 'method', 'url'] as const).filter((argument) => uses[argument])
  return [`export function verify({ ${names.join(', ')} }) {`]
}

export function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json ? ['  const json = JSON.parse(body)'] : []),
    ...(form ? ['  const form = new URLSearchParams(body.toString())'] : []),
  ]
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header':
      return [...place.names.map((name) => `headers[${quote(name)}]`), "''"].join(' ?? ')
    case 'json':
      return `String(json${place.path.map((name) => `?.[${quote(name)}]`).join('')} ?? '')`
    case 'form':
      return `form.get(${quote(place.name)}) ?? ''`
    case 'query':
      return `new URL(url).searchParams.get(${quote(place.name)}) ?? ''`
    case 'signature':
      return `fields.get(${quote(place.key)}) ?? ''`
    case 'body':
      return 'body.toString().trim()'
  }
}
