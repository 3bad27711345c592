import { base64Lines } from '../http/base64-text.ts'
import {
  bodyText,
  isWithoutBody,
  remarks,
  type SnippetRequest,
  sentHeaders,
  snippetUrl,
  type ToolAbilities,
} from './snippet-request.ts'
import { LITERALS, stringLiteral } from './string-literal.ts'

const TOOL: ToolAbilities = {
  name: 'fetch',
  keepsCase: false,
  keepsOrder: true,
  keepsDuplicates: true,
  takesHost: false,
  keepsTarget: false,
  method: 'known-capitals',
  addsHeaders: true,
  sendsBodyOfGet: false,
  sendsAnyValue: true,
  sendsOldHttp: false,
}

/** JavaScript for Node and browsers. A redirect is an answer: following it could carry secrets to another host. */
export function fetchSnippet(request: SnippetRequest): string {
  const lines = [
    ...remarks(request, TOOL).map((remark) => `// ${remark}`),
    `const response = await fetch(${literal(snippetUrl(request))}, {`,
    `  method: ${literal(request.method)},`,
    '  headers: [',
    ...sentHeaders(request.headers, TOOL).map(([name, value]) => `    [${literal(name)}, ${literal(value)}],`),
    '  ],',
    ...(request.body.length > 0 && !isWithoutBody(request) ? [`  body: ${javascriptBytes(request.body)},`] : []),
    "  redirect: 'manual',",
    '})',
    'console.log(response.status, await response.text())',
  ]
  return lines.join('\n')
}

/** An expression for the bytes of a body, wherever JavaScript runs. As a string, fetch would name a type for it. */
export function javascriptBytes(body: Uint8Array): string {
  const text = bodyText(body)
  if (text !== null) return `new TextEncoder().encode(${literal(text)})`
  const lines = base64Lines(body).map((line) => `    '${line}'`)
  return `Uint8Array.from(atob(\n${lines.join(' +\n')},\n  ), (character) => character.charCodeAt(0))`
}

function literal(text: string): string {
  return stringLiteral(text, LITERALS.javascript)
}
