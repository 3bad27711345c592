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
import { LITERALS, stringLiteral } from './string-literal.ts'

/** Of .NET, which PowerShell uses too. */
export const HTTP_CLIENT: ToolAbilities = {
  name: 'HttpClient',
  keepsCase: true,
  keepsOrder: false,
  keepsDuplicates: true,
  takesHost: true,
  keepsTarget: false,
  method: 'known-capitals',
  addsHeaders: false,
  sendsBodyOfGet: true,
  sendsAnyValue: true,
  sendsOldHttp: true,
}

/** C# with HttpClient, as a program of top-level statements. */
export function csharpSnippet(request: SnippetRequest): string {
  const headers = sentHeaders(request.headers, HTTP_CLIENT)
  const hasContent = request.body.length > 0 || headers.some(([name]) => isContentHeader(name))
  const lines = [
    'using System;',
    'using System.Net.Http;',
    'using System.Text;',
    '',
    ...remarks(request, HTTP_CLIENT).map((remark) => `// ${remark}`),
    'using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };',
    ...(headers.some(([, value]) => /[\x80-\xff]/.test(value))
      ? ['handler.RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1;']
      : []),
    'using var client = new HttpClient(handler);',
    `using var request = new HttpRequestMessage(new HttpMethod(${literal(request.method)}), ${literal(snippetUrl(request))});`,
    ...(isOldHttp(request) ? ['request.Version = System.Net.HttpVersion.Version10;'] : []),
    ...(hasContent ? [`request.Content = new ByteArrayContent(${bytes(request.body)});`] : []),
    ...headers.map(
      ([name, value]) =>
        `request.${isContentHeader(name) ? 'Content.Headers' : 'Headers'}.TryAddWithoutValidation(${literal(name)}, ${literal(value)});`,
    ),
    'using var response = await client.SendAsync(request);',
    'Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");',
  ]
  return lines.join('\n')
}

/** .NET keeps these with the body, and refuses them elsewhere. */
export function isContentHeader(name: string): boolean {
  return /^(content-.+|allow|expires|last-modified)$/i.test(name)
}

function bytes(body: Uint8Array): string {
  const text = bodyText(body)
  if (text !== null) return `Encoding.UTF8.GetBytes(${literal(text)})`
  return `Convert.FromBase64String(\n${base64Lines(body)
    .map((line) => `    "${line}"`)
    .join(' +\n')})`
}

function literal(text: string): string {
  return stringLiteral(text, LITERALS.csharp)
}
