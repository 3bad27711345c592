import { quoteText } from '../quote-text.ts'
import { isIndex, type Place } from '../signed-plan.ts'

const quote = quoteText.ruby

export function rubyDefinition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  const names = (['headers', 'body', 'method', 'url'] as const).filter((name) => uses[name])
  return `def verify(${names.map((name) => `${name}:`).join(', ')})`
}

export function parsed({ json, form }: { json: boolean; form: boolean }): string[] {
  return [...(json ? ['  data = JSON.parse(body)'] : []), ...(form ? ['  form = URI.decode_www_form(body)'] : [])]
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header': {
      const values = place.names.map((name) => `headers[${quote(name)}]`).join(' || ')
      return place.names.length === 1 ? `${values}.to_s` : `(${values}).to_s`
    }
    case 'json':
      return `data.dig(${place.path.map((name) => (isIndex(name) ? name : quote(name))).join(', ')}).to_s`
    case 'form':
      return `form.assoc(${quote(place.name)})&.last.to_s`
    case 'query':
      return `URI.decode_www_form(URI(url).query.to_s).assoc(${quote(place.name)})&.last.to_s`
    case 'signature':
      return `fields[${quote(place.key)}].to_s`
    case 'body':
      return 'body.strip'
  }
}
