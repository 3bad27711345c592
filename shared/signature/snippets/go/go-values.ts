import { quoteText } from '../quote-text.ts'
import type { Place } from '../signed-plan.ts'

const quote = quoteText.go

export function definition(uses: { headers: boolean; body: boolean; method: boolean; url: boolean }): string {
  const parameters = [
    ...(uses.headers ? ['header http.Header'] : []),
    ...(uses.body ? ['body []byte'] : []),
    ...(uses.method ? ['method string'] : []),
    ...(uses.url ? ['url string'] : []),
  ]
  return `func Verify(${parameters.join(', ')}) bool {`
}

export function parsed({ json, form, query }: { json: boolean; form: boolean; query: boolean }): string[] {
  return [
    ...(json
      ? [
          '\tvar data any',
          '\tdecoder := json.NewDecoder(bytes.NewReader(body))',
          '\tdecoder.UseNumber()',
          '\tif decoder.Decode(&data) != nil {',
          '\t\treturn false',
          '\t}',
        ]
      : []),
    ...(query
      ? [
          '\tparsed, err := neturl.Parse(url)',
          '\tif err != nil {',
          '\t\treturn false',
          '\t}',
          '\tquery := parsed.Query()',
        ]
      : []),
    ...(form ? ['\tform, err := neturl.ParseQuery(string(body))', '\tif err != nil {', '\t\treturn false', '\t}'] : []),
  ]
}

export function valueAt(place: Place): string {
  switch (place.in) {
    case 'header': {
      const values = place.names.map((name) => `header.Get(${quote(name)})`)
      return values.length === 1 ? (values[0] ?? '""') : `firstOf(${values.join(', ')})`
    }
    case 'json':
      return `jsonText(data, ${place.path.map(quote).join(', ')})`
    case 'form':
      return `form.Get(${quote(place.name)})`
    case 'query':
      return `query.Get(${quote(place.name)})`
    case 'signature':
      return `fields[${quote(place.key)}]`
    case 'body':
      return 'strings.TrimSpace(string(body))'
  }
}

/** The functions that the code calls. */
export function goHelpers(lines: ReadonlyArray<string>): string[] {
  const code = lines.join('\n')
  return [...(code.includes('jsonText(') ? JSON_TEXT : []), ...(code.includes('firstOf(') ? FIRST_OF : [])]
}

const FIRST_OF = [
  '',
  'func firstOf(values ...string) string {',
  '\tfor _, value := range values {',
  '\t\tif value != "" {',
  '\t\t\treturn value',
  '\t\t}',
  '\t}',
  '\treturn ""',
  '}',
]

const JSON_TEXT = [
  '',
  'func jsonText(data any, path ...string) string {',
  '\tfor _, name := range path {',
  '\t\tswitch value := data.(type) {',
  '\t\tcase map[string]any:',
  '\t\t\tdata = value[name]',
  '\t\tcase []any:',
  '\t\t\tindex, err := strconv.Atoi(name)',
  '\t\t\tif err != nil || index < 0 || index >= len(value) {',
  '\t\t\t\treturn ""',
  '\t\t\t}',
  '\t\t\tdata = value[index]',
  '\t\tdefault:',
  '\t\t\treturn ""',
  '\t\t}',
  '\t}',
  '\tswitch value := data.(type) {',
  '\tcase string:',
  '\t\treturn value',
  '\tcase json.Number:',
  '\t\treturn value.String()',
  '\tcase bool:',
  '\t\treturn strconv.FormatBool(value)',
  '\t}',
  '\treturn ""',
  '}',
]
