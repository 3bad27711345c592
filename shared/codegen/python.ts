import { base64Lines } from '../http/base64-text.ts'
import type { HeaderPair } from '../http/header-pairs.ts'
import {
  bodyText,
  remarks,
  type SnippetRequest,
  sentHeaders,
  snippetUrl,
  type ToolAbilities,
} from './snippet-request.ts'
import { asciiLiteral, LITERALS, stringLiteral } from './string-literal.ts'

const REQUESTS: ToolAbilities = {
  name: 'requests',
  keepsCase: true,
  keepsOrder: true,
  keepsDuplicates: false,
  takesHost: true,
  keepsTarget: false,
  method: 'capitals',
  addsHeaders: true,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: false,
}

const HTTPX: ToolAbilities = { ...REQUESTS, name: 'httpx', keepsDuplicates: true }

/** Python with the package requests. */
export function requestsSnippet(request: SnippetRequest): string {
  return python(request, REQUESTS, {
    open: '{',
    close: '}',
    // As bytes: a str is encoded in one way by requests and in another by what it stands on.
    pair: ([name, value]) => `        ${literal(name)}: ${byteString(value)},`,
    body: 'data',
    redirects: 'allow_redirects=False',
  })
}

/** Python with the package httpx. */
export function httpxSnippet(request: SnippetRequest): string {
  return python(request, HTTPX, {
    open: '[',
    close: ']',
    pair: ([name, value]) => `        (${byteString(name)}, ${byteString(value)}),`,
    body: 'content',
    redirects: 'follow_redirects=False',
  })
}

interface PythonWords {
  readonly open: string
  readonly close: string
  readonly body: string
  readonly redirects: string
  pair(pair: HeaderPair): string
}

function python(request: SnippetRequest, tool: ToolAbilities, words: PythonWords): string {
  const text = bodyText(request.body)
  const lines = [
    ...(text === null ? ['import base64', ''] : []),
    `import ${tool.name}`,
    '',
    ...remarks(request, tool).map((remark) => `# ${remark}`),
    `response = ${tool.name}.request(`,
    `    ${literal(request.method)},`,
    `    ${literal(snippetUrl(request))},`,
    `    headers=${words.open}`,
    ...sentHeaders(request.headers, tool).map((pair) => words.pair(pair)),
    `    ${words.close},`,
    ...(request.body.length > 0 ? [`    ${words.body}=${bytes(request.body, text)},`] : []),
    `    ${words.redirects},`,
    ')',
    'print(response.status_code, response.text)',
  ]
  return lines.join('\n')
}

function bytes(body: Uint8Array, text: string | null): string {
  if (text !== null) return `${literal(text)}.encode()`
  return `base64.b64decode(\n${base64Lines(body)
    .map((line) => `        "${line}"`)
    .join('\n')}\n    )`
}

function byteString(latin1: string): string {
  return `b${asciiLiteral(latin1, LITERALS.pythonBytes)}`
}

function literal(text: string): string {
  return stringLiteral(text, LITERALS.python)
}
