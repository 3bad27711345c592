import { javascriptBytes } from './fetch.ts'
import { remarks, type SnippetRequest, sentHeaders, snippetUrl, type ToolAbilities } from './snippet-request.ts'
import { LITERALS, stringLiteral } from './string-literal.ts'

const TOOL: ToolAbilities = {
  name: 'axios',
  keepsCase: true,
  keepsOrder: false,
  keepsDuplicates: false,
  takesHost: true,
  keepsTarget: false,
  method: 'capitals',
  addsHeaders: true,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: false,
}

/** JavaScript for Node with the package axios. */
export function axiosSnippet(request: SnippetRequest): string {
  const lines = [
    "import axios from 'axios'",
    '',
    ...remarks(request, TOOL).map((remark) => `// ${remark}`),
    'const response = await axios.request({',
    `  url: ${literal(snippetUrl(request))},`,
    `  method: ${literal(request.method)},`,
    '  headers: {',
    ...sentHeaders(request.headers, TOOL).map(([name, value]) => `    ${literal(name)}: ${literal(value)},`),
    '  },',
    ...(request.body.length > 0 ? [`  data: ${javascriptBytes(request.body)},`] : []),
    '  maxRedirects: 0,',
    '  validateStatus: () => true,',
    '})',
    'console.log(response.status, response.data)',
  ]
  return lines.join('\n')
}

function literal(text: string): string {
  return stringLiteral(text, LITERALS.javascript)
}
