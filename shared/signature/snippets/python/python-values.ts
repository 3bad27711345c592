import { quoteText } from '../quote-text.ts'
import { isIndex, type Place } from '../signed-plan.ts'

const quote = quoteText.python

export function pythonDefinition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  return `def verify(${(['headers', 'body', 'method', 'url'] as const).filter((name) => uses[name]).join(', ')}):`
}

export function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [
    ...(json ? ['    data = json.loads(body)'] : []),
    ...(form ? ['    form = parse_qsl(body.decode(), keep_blank_values=True)'] : []),
  ]
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header':
      return [...place.names.map((name) => `headers.get(${quote(name)})`), '""'].join(' or ')
    case 'json': {
      const last = place.path.at(-1) ?? ''
      const above = place.path
        .slice(0, -1)
        .map((name, index) =>
          isIndex(name) ? `[${name}]` : `.get(${quote(name)}, ${isIndex(place.path[index + 1]) ? '[{}]' : '{}'})`,
        )
      return `str(data${above.join('')}.get(${quote(last)}, ""))`
    }
    case 'form':
      return `dict(reversed(form)).get(${quote(place.name)}, "")`
    case 'query':
      return `dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get(${quote(place.name)}, "")`
    case 'signature':
      return `fields.get(${quote(place.key)}, "")`
    case 'body':
      return 'body.decode().strip()'
  }
}
