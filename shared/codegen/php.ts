import { base64Lines } from '../http/base64-text.ts'
import { isOldHttp } from './curl.ts'
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
  name: 'PHP curl',
  keepsCase: true,
  keepsOrder: true,
  keepsDuplicates: true,
  takesHost: true,
  keepsTarget: true,
  method: 'kept',
  addsHeaders: true,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: true,
}

/** PHP with its curl extension. */
export function phpSnippet(request: SnippetRequest): string {
  const text = bodyText(request.body)
  const lines = [
    '<?php',
    ...remarks(request, TOOL).map((remark) => `// ${remark}`),
    `$curl = curl_init(${literal(snippetUrl(request))});`,
    'curl_setopt_array($curl, [',
    `    CURLOPT_CUSTOMREQUEST => ${literal(request.method)},`,
    ...(request.method === 'HEAD' ? ['    CURLOPT_NOBODY => true,'] : []),
    ...(isOldHttp(request) ? ['    CURLOPT_HTTP_VERSION => CURL_HTTP_VERSION_1_0,'] : []),
    '    CURLOPT_PATH_AS_IS => true,',
    '    CURLOPT_RETURNTRANSFER => true,',
    '    CURLOPT_HTTPHEADER => [',
    // A semicolon is how curl is told of an empty value; a colon alone takes a header away.
    ...sentHeaders(request.headers, TOOL).map(
      ([name, value]) => `        ${literal(value === '' ? `${name};` : `${name}: ${value}`)},`,
    ),
    "        'Expect:',",
    '    ],',
    ...(request.body.length === 0
      ? []
      : [`    CURLOPT_POSTFIELDS => ${text === null ? base64(request.body) : stringLiteral(text, LITERALS.php)},`]),
    ']);',
    '$answer = curl_exec($curl);',
    'echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), "\\n", $answer;',
  ]
  return lines.join('\n')
}

function base64(body: Uint8Array): string {
  return `base64_decode(\n${base64Lines(body)
    .map((line) => `        '${line}'`)
    .join(' .\n')}\n    )`
}

function literal(latin1: string): string {
  return byteLiteral(latin1, LITERALS.php)
}
