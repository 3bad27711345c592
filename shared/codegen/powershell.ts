import { base64Lines } from '../http/base64-text.ts'
import { HTTP_CLIENT, isContentHeader } from './csharp.ts'
import { isOldHttp } from './curl.ts'
import { bodyText, remarks, type SnippetRequest, sentHeaders, snippetUrl } from './snippet-request.ts'

/**
 * PowerShell (5.1 or later) with .NET's HttpClient: Invoke-WebRequest keeps neither duplicates nor some headers, and
 * before 7.3 quotes in arguments of curl.exe do not arrive.
 */
export function powershellSnippet(request: SnippetRequest): string {
  const headers = sentHeaders(request.headers, HTTP_CLIENT)
  const hasContent = request.body.length > 0 || headers.some(([name]) => isContentHeader(name))
  const hasHighBytes = headers.some(([, value]) => /[\x80-\xff]/.test(value))
  const lines = [
    ...remarks(request, HTTP_CLIENT).map((remark) => `# ${remark}`),
    ...(hasHighBytes ? ['# Header values that are not ASCII may arrive in another encoding.'] : []),
    'Add-Type -AssemblyName System.Net.Http',
    '$handler = New-Object System.Net.Http.HttpClientHandler',
    '$handler.AllowAutoRedirect = $false',
    '$handler.UseCookies = $false',
    '$client = New-Object System.Net.Http.HttpClient($handler)',
    `$request = New-Object System.Net.Http.HttpRequestMessage(${word(request.method)}, ${word(snippetUrl(request))})`,
    ...(isOldHttp(request) ? ['$request.Version = [System.Net.HttpVersion]::Version10'] : []),
    ...(hasContent
      ? [
          `$body = ${bytes(request.body)}`,
          '$request.Content = New-Object System.Net.Http.ByteArrayContent(,[byte[]]$body)',
        ]
      : []),
    ...headers.map(
      ([name, value]) =>
        `[void]$request.${isContentHeader(name) ? 'Content.Headers' : 'Headers'}.TryAddWithoutValidation(${word(name)}, ${word(value)})`,
    ),
    '$response = $client.SendAsync($request).GetAwaiter().GetResult()',
    '[int]$response.StatusCode',
    '$response.Content.ReadAsStringAsync().GetAwaiter().GetResult()',
  ]
  return lines.join('\n')
}

function bytes(body: Uint8Array): string {
  const text = bodyText(body)
  // Only what shows as it is: a console may change everything else when it is pasted.
  if (text !== null && /^[ -~]*$/.test(text)) return `[Text.Encoding]::UTF8.GetBytes(${word(text)})`
  if (body.length === 0) return '@()'
  return `[Convert]::FromBase64String('${base64Lines(body).join('\n')}')`
}

/** Nothing is expanded between single quotes; PowerShell takes the typographic ones for such, too. */
function word(text: string): string {
  return `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`
}
