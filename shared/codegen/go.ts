import { base64Lines } from '../http/base64-text.ts'
import {
  bodyText,
  remarks,
  type SnippetRequest,
  sentHeaders,
  snippetUrl,
  type ToolAbilities,
} from './snippet-request.ts'
import { byteLiteral, LITERALS, stringLiteral } from './string-literal.ts'

const TOOL: ToolAbilities = {
  name: 'net/http',
  keepsCase: true,
  keepsOrder: false,
  keepsDuplicates: true,
  takesHost: true,
  keepsTarget: false,
  method: 'kept',
  addsHeaders: true,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: false,
}

/** A Go program. Headers are put into the map itself, since Header.Add would change the case of their names. */
export function goSnippet(request: SnippetRequest): string {
  const text = bodyText(request.body)
  const headers = sentHeaders(request.headers, TOOL)
  const imports = [...(text === null ? ['encoding/base64'] : []), 'fmt', 'io', 'net/http', 'strings']
  const lines = [
    'package main',
    '',
    'import (',
    ...imports.map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    ...remarks(request, TOOL).map((remark) => `\t// ${remark}`),
    `\tvar body io.Reader = strings.NewReader(${text === null ? `${base64(request.body)})` : `${stringLiteral(text, LITERALS.go)})`}`,
    ...(text === null ? ['\tbody = base64.NewDecoder(base64.StdEncoding, body)'] : []),
    `\trequest, err := http.NewRequest(${literal(request.method)}, ${literal(snippetUrl(request))}, body)`,
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    ...(text === null ? [`\trequest.ContentLength = ${request.body.length}`] : []),
    ...headers.map(([name, value]) =>
      name.toLowerCase() === 'host'
        ? `\trequest.Host = ${literal(value)}`
        : `\trequest.Header[${literal(name)}] = append(request.Header[${literal(name)}], ${literal(value)})`,
    ),
    '\tresponse, err := http.DefaultTransport.RoundTrip(request)',
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\tdefer response.Body.Close()',
    '\tanswer, err := io.ReadAll(response.Body)',
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\tfmt.Println(response.Status, string(answer))',
    '}',
  ]
  return lines.join('\n')
}

function base64(body: Uint8Array): string {
  return base64Lines(body)
    .map((line) => `"${line}"`)
    .join(' +\n\t\t')
}

function literal(latin1: string): string {
  return byteLiteral(latin1, LITERALS.go)
}
