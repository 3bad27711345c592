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
  name: 'Net::HTTP',
  case: false,
  order: true,
  duplicates: true,
  host: true,
  target: true,
  method: 'kept',
  adds: true,
  bodyOfGet: true,
  anyValue: true,
}

/** Ruby with its own Net::HTTP. */
export function rubySnippet(request: SnippetRequest): string {
  const text = bodyText(request.body)
  const url = snippetUrl(request)
  const target = url.slice(request.origin.length)
  const lines = [
    'require "net/http"',
    '',
    ...remarks(request, TOOL).map((remark) => `# ${remark}`),
    `uri = URI(${literal(request.origin)})`,
    `request = Net::HTTPGenericRequest.new(${literal(request.method)}, ${request.body.length > 0}, ${request.method !== 'HEAD'}, ${literal(target)})`,
    ...sentHeaders(request.headers, TOOL).map(([name, value]) =>
      name.toLowerCase() === 'host'
        ? `request["Host"] = ${literal(value)}`
        : `request.add_field(${literal(name)}, ${literal(value)})`,
    ),
    ...(request.body.length === 0
      ? []
      : [`request.body = ${text === null ? base64(request.body) : stringLiteral(text, LITERALS.ruby)}`]),
    'response = Net::HTTP.start(uri.host, uri.port, use_ssl: uri.scheme == "https") { |http| http.request(request) }',
    'puts response.code, response.body',
  ]
  return lines.join('\n')
}

function base64(body: Uint8Array): string {
  return `<<~BODY.unpack1("m")\n${base64Lines(body)
    .map((line) => `  ${line}`)
    .join('\n')}\nBODY`
}

function literal(latin1: string): string {
  return byteLiteral(latin1, LITERALS.ruby)
}
